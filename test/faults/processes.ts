/** Starts the processes that fault tests kill or set against each other. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { compiled } from '../support/compiled.js';

export interface Outcome {
  /** References, each printed after its registration was acknowledged. */
  acknowledged: string[];
  code: number | null;
  signal: NodeJS.Signals | null;
  errors: string;
}

/** Runs a registering process to its end, or kills it without warning after so many acknowledgements. */
export function registerInProcess(given: string[], { killAfter = Infinity } = {}): Promise<Outcome> {
  const child = spawn(process.execPath, [compiled('test/faults/registering.ts'), ...given], { stdio: ['ignore', 'pipe', 'pipe'] });
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

export interface Sender {
  /** SIGKILL, SIGSTOP, SIGCONT, SIGTERM. */
  signal(name: NodeJS.Signals): void;
  /** Once it has said this on stderr. */
  says(words: string): Promise<void>;
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; output: string; errors: string }>;
}

/** One pass of the engine in a process of its own (see sending.ts). */
export function sendInProcess(given: [dataDir: string, databaseUrl: string, smtpUrl: string, at: string]): Sender {
  return watched([compiled('test/faults/sending.ts'), ...given]);
}

/** The command line itself. */
export function runProgram(given: string[], settings: Record<string, string>): Sender {
  return watched([compiled('src/cli.ts'), ...given], { ...process.env, ...settings });
}

function watched(given: string[], env = process.env): Sender {
  const child = spawn(process.execPath, given, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  return {
    signal: (name) => void child.kill(name),
    says: (words) =>
      new Promise((resolve) => {
        const look = (): void => void (errors.includes(words) && resolve());
        child.stderr.on('data', look);
        look();
      }),
    ended: new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => resolve({ code, signal, output, errors }));
    }),
  };
}
