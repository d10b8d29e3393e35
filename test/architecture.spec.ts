/** The shape of src/: who imports whom, how long a file may be, and who reads the clock. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = filesBelow(join(root, 'src')).filter((file) => /\.tsx?$/.test(file));

interface Violation {
  rule: { name: string };
  from: string;
  to: string;
}

describe('The import rule', () => {
  it('is kept by src', async () => {
    const violations = await violationsIn(root);
    expect(violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  });

  describe('is broken by', () => {
    let fixture: string;
    let violations: Violation[];

    // One tree of small files, each importing one thing, so that the cruiser starts once for the whole table.
    const forbidden: [importer: string, imported: string, rule: string][] = [
      ['src/domain/target.ts', '../store/database.js', 'layer-domain'],
      ['src/domain/words.ts', '../i18n/en.js', 'layer-domain'],
      ['src/domain/send-time.ts', '../clock.js', 'layer-domain'],
      ['src/domain/events.ts', 'typeorm', 'domain-is-pure'],
      ['src/domain/log/note.ts', 'node:fs', 'domain-is-pure'],
      ['src/store/upward.ts', '../services/register.js', 'layer-store'],
      ['src/store/sibling.ts', '../mail/mailer.js', 'layer-store'],
      ['src/store/hurried.store.ts', '../clock.js', 'store-is-handed-the-time'],
      ['src/store/posting.ts', 'nodemailer', 'package-nodemailer'],
      ['src/mail/sibling.ts', '../store/database.js', 'layer-mail'],
      ['src/mail/injected.ts', '@nestjs/common', 'package-nestjs'],
      ['src/i18n/fr.ts', '../mail/mailer.js', 'layer-i18n'],
      ['src/i18n/zones.ts', 'temporal-polyfill', 'i18n-is-words'],
      ['src/services/upward.ts', '../http/api.js', 'layer-services'],
      ['src/services/configured.ts', '../config.js', 'layer-services'],
      ['src/services/sql.ts', 'better-sqlite3', 'package-typeorm'],
      ['src/jobs/sibling.ts', '../http/api.js', 'layer-jobs'],
      ['src/http/sibling.ts', '../jobs/ticker.js', 'layer-http'],
      ['src/http/deep.ts', '../store/database.js', 'layer-http'],
      ['src/http/typed.ts', 'pg', 'package-typeorm'],
      ['src/clock.ts', './config.js', 'layer-clock'],
      ['src/helpers/any.ts', '../domain/time.js', 'layer-unknown'],
      ['src/services/booted.ts', '../boot.js', 'layer-services'],
      ['src/services/missing.ts', './nowhere.js', 'resolvable'],
    ];
    const allowed: [importer: string, imported: string][] = [
      ['src/main.ts', './app.module.js'],
      ['src/app.module.ts', './http/api.js'],
      ['src/cli.ts', './config.js'],
      ['src/http/api.ts', '../services/register.js'],
      ['src/jobs/ticker.ts', '../services/register.js'],
      ['src/services/register.ts', '@nestjs/common'],
      ['src/services/reminders.ts', '../mail/mailer.js'],
      ['src/services/audit.ts', '../store/database.js'],
      ['src/store/database.ts', '../clock.js'],
      ['src/store/tables.ts', 'typeorm'],
      ['src/mail/mailer.ts', 'nodemailer'],
      ['src/config.ts', './store/drivers.js'],
      ['src/commands/serve.ts', '../boot.js'],
      ['src/boot.ts', './config.js'],
      ['src/store/drivers.ts', 'pg'],
      ['src/i18n/en.ts', '../domain/time.js'],
      ['src/domain/time.ts', 'zod'],
      ['src/domain/log/jcs.ts', 'node:crypto'],
    ];

    beforeAll(async () => {
      fixture = mkdtempSync(join(tmpdir(), 'pledgebook-architecture-'));
      const write = (file: string, text: string): void => {
        mkdirSync(dirname(join(fixture, file)), { recursive: true });
        writeFileSync(join(fixture, file), text);
      };
      for (const [importer, imported] of [...forbidden, ...allowed]) {
        write(
          importer,
          `${importer === 'src/http/typed.ts' ? 'import type' : 'import'} given from '${imported}';\nexport const use = given;\n`,
        );
      }
      write('src/domain/a.ts', `export { b } from './b.js';\n`);
      write('src/domain/b.ts', `import type { b as later } from './a.js';\nexport const b = 1 as typeof later;\n`);
      const installed = ['typeorm', 'nodemailer', '@nestjs/common', 'better-sqlite3', 'pg', 'zod', 'temporal-polyfill'];
      for (const name of installed) {
        write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
        write(`node_modules/${name}/index.js`, '');
      }
      write('package.json', JSON.stringify({ type: 'module', dependencies: Object.fromEntries(installed.map((name) => [name, '1.0.0'])) }));
      write('tsconfig.json', readFileSync(join(root, 'tsconfig.json'), 'utf8'));
      violations = await violationsIn(fixture);
    });
    afterAll(() => rmSync(fixture, { recursive: true, force: true }));

    test.each(forbidden)('%s importing %s', (importer, _imported, rule) => {
      expect(violations.filter(({ from }) => from === importer).map((violation) => violation.rule.name)).toEqual([rule]);
    });

    test('a cycle, even one of types', () => {
      expect(violations.filter(({ from }) => /domain\/[ab]\.ts$/.test(from)).map(({ rule }) => rule.name)).toEqual(['no-cycles']);
    });

    test.each(allowed)('but not by %s importing %s', (importer) => {
      expect(violations.filter(({ from }) => from === importer)).toEqual([]);
    });
  });
});

test('no source file is over 300 lines', () => {
  const long = sources
    .map((file) => [relative(root, file), readFileSync(file, 'utf8').split('\n').length - 1] as const)
    .filter(([, lines]) => lines > 300);
  expect(long).toEqual([]);
});

describe('The clock', () => {
  it('is read by src/clock.ts alone', () => {
    const readers = sources
      .filter((file) => file !== join(root, 'src', 'clock.ts'))
      .flatMap((file) => clockReadings(file, readFileSync(file, 'utf8')));
    expect(readers).toEqual([]);
  });

  test.each(['Date.now()', 'const read = Date.now;', 'new Date()', 'new Date', 'Date()', 'Temporal.Now.instant()'])(
    'counts as read by %s',
    (text) => {
      expect(clockReadings('read.ts', text)).toHaveLength(1);
    },
  );

  test.each(['new Date(0)', '// new Date()', "'Date.now()'", 'Date.parse(text)', 'Temporal.Instant.from(text)'])(
    'is not read by %s',
    (text) => {
      expect(clockReadings('read.ts', text)).toEqual([]);
    },
  );
});

async function violationsIn(directory: string): Promise<Violation[]> {
  const cruiser = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const parameters = [cruiser, 'src', '--config', join(root, '.dependency-cruiser.mjs'), '--output-type', 'json'];
  const { stdout } = await promisify(execFile)(process.execPath, parameters, { cwd: directory, maxBuffer: 64 * 1024 * 1024 });
  const { summary } = JSON.parse(stdout) as { summary: { violations: Violation[]; totalCruised: number } };
  expect(summary.totalCruised).toBeGreaterThan(0);
  return summary.violations;
}

/** Where a text reads the time, as `file:line`. Read from the syntax, so that comments and strings do not count. */
function clockReadings(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (readsClock(node)) found.push(`${relative(root, file)}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
    else ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function readsClock(node: ts.Node): boolean {
  const isNamed = (expression: ts.Node, name: string): boolean => ts.isIdentifier(expression) && expression.text === name;
  if (ts.isPropertyAccessExpression(node)) {
    return (
      (isNamed(node.expression, 'Date') && node.name.text === 'now') || (isNamed(node.expression, 'Temporal') && node.name.text === 'Now')
    );
  }
  if (ts.isNewExpression(node)) return isNamed(node.expression, 'Date') && !node.arguments?.length;
  return ts.isCallExpression(node) && isNamed(node.expression, 'Date');
}

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
