/** Starts the processes that fault tests kill or set against each other. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const runner = fileURLToPath(new URL('typescript.mjs', import.meta.url));
const registering = fileURLToPath(new URL('registering.ts', import.meta.url));

export interface Outcome {
  /** References, each printed after its registration was acknowledged. */
  acknowledged: string[];
  code: number | null;
  signal: NodeJS.Signals | null;
  errors: string;
}

/** Runs a registering process to its end, or kills it without warning after so many acknowledgements. */
export function registerInProcess(given: string[], { killAfter = Infinity } = {}): Promise<Outcome> {
  const child = spawn(process.execPath, ['--import', runner, registering, ...given], { stdio: ['ignore', 'pipe', 'pipe'] });
  const outcome: Outcome = { acknowledged: [], code: null, signal: null, errors: '' };
  child.stderr.setEncoding('utf8').on('data', (text: string) => (outcome.errors += text));
  createInterface({ input: child.stdout }).on('line', (ref) => {
    if (outcome.acknowledged.push(ref) === killAfter) child.kill('SIGKILL');
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ ...outcome, code, signal }));
  });
}
