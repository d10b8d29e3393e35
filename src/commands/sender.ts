/** `pledgebook sender`: whether mail goes out, and a person's word where it waits for one. */
import type { Command } from 'commander';
import { withServices } from '../boot.js';
import { readConfig } from '../config.js';
import { restoredDecisions, wordSchema } from '../domain/holds.js';
import { system } from '../services/commands.js';
import { SenderService, type SenderState } from '../services/sender.service.js';
import { CommandFailure, print, printJson } from './output.js';

interface Options {
  reason?: string;
  decision?: string;
  json?: true;
}

type Word = (sender: SenderService, reason: string, options: Options) => Promise<SenderState>;

const words: Record<string, { description: string; say: Word; decides?: true }> = {
  pause: { description: 'send nothing until the sender is resumed', say: (sender, reason) => sender.pause(system, reason) },
  resume: {
    description: 'send again after a pause, or after the mail server refused us',
    say: (sender, reason) => sender.resume(system, reason),
  },
  clock: { description: 'confirm that the clock is right after a jump', say: (sender, reason) => sender.confirmClock(system, reason) },
  restored: {
    description: 'decide on what fell due between a backup and its restoration',
    say: (sender, reason, { decision }) => sender.decideRestored(system, decisionOf(decision), reason),
    decides: true,
  },
};

export function addSenderCommand(program: Command): void {
  const sender = program
    .command('sender')
    .description('whether mail goes out, and what it waits for')
    .option('--json', 'print JSON')
    .action(async ({ json }: Options) => show(await withServices(readConfig(), (app) => app.get(SenderService).state()), json));
  for (const [name, { description, say, decides }] of Object.entries(words)) {
    const command = sender.command(name).description(description).requiredOption('--reason <text>', 'kept in the log, sealed');
    if (decides) command.requiredOption('--decision <decision>', 'catch_up: send as after an outage; missed: send none of it');
    command.option('--json', 'print JSON').action(async (_own: Options, self: Command) => {
      // `sender` itself knows --json too, and takes it wherever it stands.
      const options = self.optsWithGlobals<Options>();
      const reason = wordSchema.safeParse({ reason: options.reason });
      if (!reason.success) throw new CommandFailure('--reason is empty or over 1000 characters', 2);
      show(await withServices(readConfig(), (app) => say(app.get(SenderService), reason.data.reason, options)), options.json);
    });
  }
}

function decisionOf(text = ''): (typeof restoredDecisions)[number] {
  const found = restoredDecisions.find((decision) => decision === text);
  if (found === undefined) throw new CommandFailure(`--decision is "${text}"; accepted: ${restoredDecisions.join(', ')}`, 2);
  return found;
}

function show(state: SenderState, json: true | undefined): void {
  if (json) return printJson(state);
  print(state.sending ? 'Mail goes out.' : 'Mail waits.');
  for (const { cause, since, by, detail } of state.holds) print(`${cause} since ${since}, by ${by}: ${detail}`);
}
