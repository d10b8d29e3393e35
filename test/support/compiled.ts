/**
 * The program, and the few tests that run as processes, as JavaScript: made once a run by the first that needs it. Running
 * TypeScript through a loader costs each process three seconds more.
 */
import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformFileSync } from '@swc/core';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const folders = ['src', 'test/faults', 'test/support'];

/** Where a file of the project lies compiled: `src/cli.ts`. */
export function compiled(file: string): string {
  const made = join(process.env['PLEDGEBOOK_TEST_DIRECTORY']!, 'compiled');
  if (!existsSync(made)) compileTo(made);
  return join(made, asJavaScript(file));
}

/** Whoever makes it at the same time makes the same, and the later one throws its own away. */
function compileTo(made: string): void {
  const making = `${made}.${randomUUID()}`;
  for (const folder of folders)
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.name.includes('.spec.')) continue;
      const from = join(entry.parentPath, entry.name);
      const to = join(making, asJavaScript(relative(root, from)));
      mkdirSync(dirname(to), { recursive: true });
      if (from === to.replace(making, root)) cpSync(from, to);
      else writeFileSync(to, transformFileSync(from, { swcrc: true }).code);
    }
  for (const beside of ['data', 'node_modules', 'package.json']) symlinkSync(join(root, beside), join(making, beside));
  try {
    renameSync(making, made);
  } catch (error) {
    if (!existsSync(made)) throw error;
  }
}

function asJavaScript(file: string): string {
  return file.replace(/(?<!\.d)\.tsx?$/, '.js');
}
