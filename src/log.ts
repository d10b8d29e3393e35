/** Logs as JSON lines on stderr, for people who run the service; stdout belongs to what a command answers. */
import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

export type Log = Logger;

export function createLog(level: string): Log {
  return pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
}

/** What never belongs into a log, wherever a message or a stack got it from. */
const secrets: [RegExp, string][] = [
  [/[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(\.[\w-]+)+/g, '(address)'],
  [/\bplg_\w+/g, '(token)'],
  // Session ids, links and what else is 256 bits long.
  [/(?<![\w-])[\w-]{43}(?![\w-])/g, '(secret)'],
  [/(\/(?:a|preferences|calendar|changes|sign-in\/link)\/)[\w.%~-]+/g, '$1(secret)'],
];

function withoutSecrets(message: unknown): string {
  return secrets.reduce((text, [pattern, instead]) => text.replace(pattern, instead), String(message));
}

/** Nest's own words go to debug: what it mapped where is of no use to an operator. JSON keeps each on one line. */
export class PinoLogger implements LoggerService {
  constructor(private readonly logger: Log) {}

  log(message: unknown, context?: string): void {
    this.logger.debug({ context }, withoutSecrets(message));
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.logger.error({ context: rest.at(-1) }, withoutSecrets(message));
  }
  warn(message: unknown, context?: string): void {
    this.logger.warn({ context }, withoutSecrets(message));
  }
  debug(message: unknown, context?: string): void {
    this.logger.trace({ context }, withoutSecrets(message));
  }
  verbose(message: unknown, context?: string): void {
    this.logger.trace({ context }, withoutSecrets(message));
  }
}
