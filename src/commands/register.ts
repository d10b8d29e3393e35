/** `pledgebook export`, `verify`, `rebuild`, `doctor`: a whole register at once. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { withServices } from '../boot.js';
import { readConfig, shownSettings } from '../config.js';
import type { ProposalQuality } from '../domain/texts.js';
import { isDay, type Day } from '../domain/time.js';
import { AuditService } from '../services/audit.service.js';
import { DiagnosisService } from '../services/diagnosis.service.js';
import { FeedsService } from '../services/feeds.service.js';
import { ImportsService } from '../services/imports.service.js';
import { exportLog, verifyExport } from '../services/log-export.js';
import { TextsService } from '../services/texts.service.js';
import { VerificationService, type Verification } from '../services/verification.service.js';
import { CommandFailure, print, printJson, remark } from './output.js';

export function addRegisterCommands(program: Command): void {
  program
    .command('export')
    .description('the published commitments, or the whole log')
    .option('--format <format>', 'json, ics or log', 'json')
    .option('--as-of <day>', 'as of a day (json, ics)')
    .option('--out <path>', 'a file for json or ics (default standard output), a new folder for log')
    .action(async ({ format, asOf, out }: { format: string; asOf?: string; out?: string }) => {
      if (format !== 'json' && format !== 'ics' && format !== 'log')
        throw new CommandFailure(`--format is "${format}"; accepted: json, ics, log`, 2);
      if (asOf !== undefined && !isDay(asOf)) throw new CommandFailure(`--as-of is "${asOf}"; accepted: a day written YYYY-MM-DD`, 2);
      if (format === 'log' && out === undefined) throw new CommandFailure('--out is missing; accepted: a new folder', 2);
      await withServices(readConfig(), async (app, { database, settings }) => {
        if (format === 'log') {
          const { size } = await exportLog(database, settings, resolve(out ?? ''));
          return remark(`${size} events in ${out}`);
        }
        if (format === 'ics') {
          const calendar = await app.get(FeedsService).exportedCalendar((asOf as Day | undefined) ?? null, { todos: false });
          if (out === undefined) process.stdout.write(calendar);
          else writeFileSync(out, calendar);
          return;
        }
        const file = await app.get(ImportsService).export((asOf as Day | undefined) ?? app.get(AuditService).today());
        const text = JSON.stringify(file, null, 2);
        if (out === undefined) print(text);
        else writeFileSync(out, `${text}\n`);
      });
    });

  program
    .command('verify')
    .description('check the live log, or an exported one without any database')
    .argument('[export]', 'a folder written by export --format log')
    .option('--key <key>', 'the verifier key that you trust, or a file with it')
    .option('--checkpoint <file>', 'an earlier checkpoint that the log must begin with')
    .option('--json', 'print JSON')
    .action(async (dir: string | undefined, { key, checkpoint, json }: { key?: string; checkpoint?: string; json?: true }) => {
      const config = readConfig();
      const result =
        dir === undefined
          ? await withServices(config, (app) => app.get(VerificationService).verify())
          : await verifyExport(resolve(dir), { key: key ?? null, checkpoint: checkpoint ?? null });
      if (json) printJson(result);
      else print(verdictOf(result));
      if ('trustedKeyInside' in result && result.trustedKeyInside)
        remark('The key that came with the export was trusted, which anyone could have made: give --key with the one you know.');
      if (!result.ok) throw new CommandFailure(result.faults.join('\n'));
    });

  program
    .command('rebuild')
    .description('make the rows of the register anew from the log')
    .action(async () => {
      const { events, changed } = await withServices(readConfig(), (app) => app.get(VerificationService).rebuild());
      print(`${events} events folded; ${changed} rows were not what the log says and are now.`);
    });

  program
    .command('doctor')
    .description('settings and their sources, and whether everything is in order')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const config = readConfig();
      const { diagnosis, log, proposals } = await withServices(config, async (app) => ({
        diagnosis: await app.get(DiagnosisService).examine(),
        log: await app.get(VerificationService).verify(),
        proposals: await app.get(TextsService).quality(),
      }));
      const settings = shownSettings(config).map(({ value, ...rest }) => ({ ...rest, value: value ?? 'unset' }));
      if (json) printJson({ settings, ...diagnosis, log, proposals });
      else {
        for (const { name, value, source } of settings) print(`${name.padEnd(16)} ${value}  (${source})`);
        print(`\n${verdictOf(log)}`);
        print(
          `Reminders unaccounted for: ${diagnosis.conservation.unaccounted}; in open mails: ${diagnosis.conservation.open}. Last tick: ${diagnosis.lastTickAt ?? 'never'}.`,
        );
        print(proposalsInWords(proposals));
      }
      const faults = [...diagnosis.faults, ...log.faults];
      if (faults.length > 0) throw new CommandFailure(faults.join('\n'));
    });
}

function proposalsInWords({ decided, rejected, missed, byCue }: ProposalQuality): string {
  const doubtful = byCue.filter((cue) => cue.right < cue.decided).map(({ cue, right, decided: of }) => `${cue} ${right}/${of}`);
  const right = `Proposals from texts: ${decided - rejected} of ${decided} decided were right, ${missed} commitments were missed.`;
  return doubtful.length === 0 ? right : `${right} Cues with wrong ones: ${doubtful.join(', ')}.`;
}

function verdictOf({ ok, size, root, firstBad }: Verification): string {
  if (ok) return `The log of ${size} events is in order. Root ${root}`;
  return firstBad === null ? `Something is off in the log of ${size} events.` : `The log is off from event ${firstBad} on.`;
}
