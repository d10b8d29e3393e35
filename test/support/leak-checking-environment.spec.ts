/** Runs Jest itself on small files that leave something behind, or do not. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Results {
  testResults: { name: string; status: string; message: string }[];
}

describe('A test file that passes otherwise', () => {
  const failing: [name: string, body: string, message: RegExp][] = [
    ['a timer', 'setTimeout(() => {}, 60_000)', /a timer \(setTimeout, 60000 ms\)/],
    ['an interval', 'setInterval(() => {}, 60_000)', /a timer \(setInterval, 60000 ms\)/],
    ['a server', `await new Promise((resolve) => require('net').createServer().listen(0, resolve))`, /a server listening/],
    ['a worker thread', `new (require('worker_threads').Worker)('setInterval(() => {}, 1000)', { eval: true })`, /a worker thread/],
    ['a child process', `require('child_process').spawn(process.execPath, { stdio: ['pipe', 'ignore', 'ignore'] })`, /a child process/],
  ];
  const passing: [name: string, body: string][] = [
    ['a cleared timer', 'clearTimeout(setTimeout(() => {}, 60_000))'],
    ['a timer that keeps nothing alive', 'setTimeout(() => {}, 60_000).unref()'],
    ['a closed server', `const server = require('net').createServer(); server.listen(0, () => server.close())`],
    ['a worker thread that ends', `new (require('worker_threads').Worker)('', { eval: true })`],
  ];

  let directory: string;
  let results: Map<string, Results['testResults'][number]>;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'pledgebook-leaks-'));
    const config = {
      rootDir: directory,
      testEnvironment: join(root, 'test', 'support', 'leak-checking-environment.ts'),
      testRegex: ['case-.*\\.cjs$'],
      moduleFileExtensions: ['cjs', 'js', 'ts'],
      transform: { '\\.ts$': join(root, 'node_modules', '@swc', 'jest') },
      maxWorkers: 2,
    };
    writeFileSync(join(directory, 'package.json'), '{}');
    [...failing, ...passing].forEach(([name, body], i) => {
      writeFileSync(join(directory, `case-${i}.cjs`), `test(${JSON.stringify(`leaves ${name}`)}, async () => { ${body}; });\n`);
    });
    const output = join(directory, 'results.json');
    const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
    await new Promise((done) => {
      execFile(process.execPath, [jest, '--config', JSON.stringify(config), '--json', '--outputFile', output], { cwd: root }, done);
    });
    const { testResults } = JSON.parse(readFileSync(output, 'utf8')) as Results;
    results = new Map(testResults.map((result) => [basename(result.name), result]));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test.each(failing)('fails when it leaves %s', (name, _body, message) => {
    const result = results.get(`case-${failing.findIndex((row) => row[0] === name)}.cjs`);
    expect(result).toMatchObject({ status: 'failed', message: expect.stringMatching(message) });
  });

  test.each(passing)('passes when it leaves %s', (name) => {
    const result = results.get(`case-${failing.length + passing.findIndex((row) => row[0] === name)}.cjs`);
    expect(result).toMatchObject({ status: 'passed', message: '' });
  });
});
