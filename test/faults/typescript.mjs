/**
 * node --import ./typescript.mjs file.ts
 *
 * Runs TypeScript as Jest does, by swc and without checking types: for tests that start processes of their own, to kill them.
 */
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import { transformFile } from '@swc/core';
import { fileURLToPath } from 'node:url';

if (isMainThread) register(import.meta.url);

/** Imports are written with the ending that the compiled file would have. */
export async function resolve(specifier, context, next) {
  if (!/^\.{1,2}\/.*\.js$/.test(specifier) || context.parentURL?.includes('/node_modules/')) return next(specifier, context);
  for (const ending of ['.ts', '.tsx']) {
    try {
      return await next(specifier.replace(/\.js$/, ending), context);
    } catch (error) {
      if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    }
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!/\.tsx?$/.test(url)) return next(url, context);
  const { code } = await transformFile(fileURLToPath(url), { swcrc: true });
  return { format: 'module', source: code, shortCircuit: true };
}
