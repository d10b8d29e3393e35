/** What commands print: one JSON value or NDJSON on stdout with --json, lines for people otherwise; everything else on stderr. */
import { grouped } from '../domain/grouped.js';
import type { Refusal } from '../domain/refusal.js';

/** Written whole even when stdout is a pipe that is read slowly. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value));
}

/** Progress and remarks: for people, on stderr. */
export function remark(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** The lines of standard input. */
export async function* linesOfStdin(): AsyncGenerator<string> {
  let rest = '';
  process.stdin.setEncoding('utf8');
  for await (const chunk of process.stdin) {
    const lines = (rest + String(chunk)).split(/\r?\n/);
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/** Thrown to end a command with exit code 1 after it has said why, or for a wrong use of it with 2. */
export class CommandFailure extends Error {
  constructor(
    message: string,
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(message);
  }
}

/** A refusal as lines for a terminal. */
export function refusalText(refusal: Refusal): string {
  // A thousand rows that lack one thing are told once.
  const alike = grouped(
    refusal.errors.filter(({ detail }) => detail !== refusal.message),
    ({ detail }) => detail,
  );
  const lines = [...alike].map(([detail, all]) => `  ${all[0]?.pointer}${andMore(all.length - 1)}: ${detail}`);
  return [refusal.message, ...lines].join('\n');
}

/** What follows the first of several that are alike. */
export function andMore(others: number): string {
  return others === 0 ? '' : ` and ${others} more`;
}
