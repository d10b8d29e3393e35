#!/usr/bin/env node
/** The command line: names, options and exit codes. 0 done, 1 refused or a check failed, 2 wrong usage. */
import 'reflect-metadata';
import { Command, CommanderError } from 'commander';
import { addBackupCommands } from './commands/backup.js';
import { addDateCommands } from './commands/dates.js';
import { addDemoCommand } from './commands/demo.js';
import { CommandFailure, refusalText, remark } from './commands/output.js';
import { addImportCommand } from './commands/imports.js';
import { addKeyCommands } from './commands/keys.js';
import { addPeopleCommands } from './commands/people.js';
import { addPlanningCommands } from './commands/planning.js';
import { addRegisterCommands } from './commands/register.js';
import { addSenderCommand } from './commands/sender.js';
import { addServeCommands } from './commands/serve.js';
import { addTextCommands } from './commands/texts.js';
import { ConfigError } from './config.js';
import { Refusal } from './domain/refusal.js';

const program = new Command('pledgebook').description('A register of publicly stated commitments and their deadlines').exitOverride();
for (const add of [
  addServeCommands,
  addDemoCommand,
  addDateCommands,
  addTextCommands,
  addImportCommand,
  addRegisterCommands,
  addPlanningCommands,
  addPeopleCommands,
  addSenderCommand,
  addKeyCommands,
  addBackupCommands,
])
  add(program);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeFor(error);
}

function exitCodeFor(error: unknown): number {
  // Commander has printed what it has to say; help is not a failure.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof CommandFailure) {
    remark(error.message);
    return error.exitCode;
  }
  if (error instanceof Refusal) remark(refusalText(error));
  else if (error instanceof ConfigError) remark(error.message);
  else remark(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return 1;
}
