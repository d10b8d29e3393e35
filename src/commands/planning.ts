/** `pledgebook plan` and `pledgebook simulate`: what will be sent, and living through it on a copy. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { closeParts, openParts, openServices, withServices } from '../boot.js';
import type { Parts } from '../app.module.js';
import { seededChance } from '../chance.js';
import { VirtualClock } from '../clock.js';
import { readConfig } from '../config.js';
import { policyChanges } from '../domain/policy-effect.js';
import { policySchema, type Policy } from '../domain/reminder-policy.js';
import { addMs, fromMs, isDay, toMs, type Instant } from '../domain/time.js';
import { readJson } from '../facts.js';
import { createFileMailer } from '../mail/file-mailer.js';
import { system } from '../services/commands.js';
import { ImportsService } from '../services/imports.service.js';
import { NoticesService } from '../services/notices.service.js';
import { PolicyEffectService, type PolicyEffect, type PolicyEffectRow } from '../services/policy-effect.service.js';
import { PreviewService } from '../services/preview.service.js';
import { copyRegister } from '../store/copy.js';
import { lineOf, sentenceOf } from './demo.js';
import { sail } from './faults/simulation.js';
import { CommandFailure, print, printJson, remark } from './output.js';
import { liveUntil } from './virtual-life.js';

export function addPlanningCommands(program: Command): void {
  program
    .command('plan')
    .description('reminders that will go out')
    .option('--from <day>', 'default today')
    .option('--to <day>', 'default 90 days on')
    .option('--policy <file>', 'try another policy without saving it')
    .option('--json', 'print NDJSON')
    .action(async ({ from, to, policy, json }: { from?: string; to?: string; policy?: string; json?: true }) => {
      for (const [name, day] of [
        ['--from', from],
        ['--to', to],
      ] as const)
        if (day !== undefined && !isDay(day)) throw new CommandFailure(`${name} is "${day}"; accepted: a day written YYYY-MM-DD`, 2);
      const tried = policy === undefined ? null : policyIn(policy);
      await withServices(readConfig(), async (app) => {
        for await (const upcoming of app.get(PreviewService).upcoming(from ?? null, to ?? null, tried)) {
          if (json) printJson(upcoming);
          else
            print(
              `${upcoming.dueAt.slice(0, 16).replace('T', ' ')}Z  ${upcoming.commitment}  ${upcoming.step.padEnd(18)} ${upcoming.person.padEnd(30)} ${upcoming.subject}`,
            );
        }
        if (tried !== null) remark(await effectText(app.get(PolicyEffectService), tried));
      });
    });

  program
    .command('simulate')
    .description('live through a stretch of time on a copy of the register, every mail captured')
    .requiredOption('--from <instant>', 'RFC 3339, not before the last change of the register', instantOf)
    .requiredOption('--to <instant>', 'RFC 3339', instantOf)
    .option('--step <period>', 'how often the engine is woken, as in PT1M', stepOf, 60_000)
    .option('--register <file>', 'a register in JSON instead of the one here')
    .requiredOption('--mail-dir <dir>', 'where the mails go as .eml')
    .option(
      '--faults <seed>',
      'in a storm: processes killed, commits lost, a mail server that misbehaves; exit 1 when a promise breaks',
      seedOf,
    )
    .option('--json', 'print NDJSON: a line per outcome')
    .action(simulate);
}

function policyIn(file: string): Policy {
  let found: unknown;
  try {
    found = readJson(resolve(file));
  } catch (error) {
    throw new CommandFailure(`${file} cannot be read as JSON: ${(error as Error).message}`);
  }
  const parsed = policySchema.safeParse(found);
  if (parsed.success) return parsed.data;
  throw new CommandFailure(
    [`${file} is no policy:`, ...parsed.error.issues.map(({ path, message }) => `  /${path.join('/')}: ${message}`)].join('\n'),
  );
}

const changesShown = 20;

/** What the policy would change of what is planned now, as far as reminders exist; the first changes in full. */
async function effectText(effects: PolicyEffectService, policy: Policy): Promise<string> {
  const counts = { added: 0, dropped: 0, moved: 0 };
  const rows: PolicyEffectRow[] = [];
  let after: string | null = null;
  do {
    const page: PolicyEffect = await effects.effectOf(policy, { to: null, after, commitments: 1000, limit: changesShown - rows.length });
    for (const change of policyChanges) counts[change] += page.counts[change];
    rows.push(...page.items);
    after = page.next;
  } while (after !== null);
  const short = (at: Instant | null): string => (at === null ? '–' : `${at.slice(0, 16).replace('T', ' ')}Z`);
  return [
    `Beside the policy in force, ${policy.name} ${policy.version} would add ${counts.added} reminders, drop ${counts.dropped} and move ${counts.moved}.`,
    ...rows.map(
      (row) => `  ${row.change}  ${row.commitment}  ${row.step.padEnd(18)} ${row.person.padEnd(30)} ${short(row.from)} → ${short(row.to)}`,
    ),
  ].join('\n');
}

interface Simulation {
  from: Instant;
  to: Instant;
  step: number;
  register?: string;
  faults?: number;
  mailDir: string;
  json?: true;
}

async function simulate({ from, to, step, register, faults, mailDir, json }: Simulation): Promise<void> {
  if (to < from) throw new CommandFailure('--to is before --from', 2);
  const config = readConfig();
  const dir = mkdtempSync(join(tmpdir(), 'pledgebook-simulation-'));
  const clock = new VirtualClock(from);
  try {
    const parts = await openParts(config, {
      clock,
      ...(faults === undefined ? {} : { chance: seededChance(faults) }),
      databaseUrl: `sqlite:${join(dir, 'pledgebook.sqlite')}`,
      dataDir: dir,
      mailer: createFileMailer({ dir: resolve(mailDir) }),
    });
    const app = await openServices(parts);
    try {
      if (register === undefined) {
        await withServices(config, (_app, real) => copyRegister(real.database.read, parts.database));
        const { lastRecordedAt } = await parts.database.extent();
        if (lastRecordedAt > from)
          throw new CommandFailure(`--from is ${from}, before the last change of the register at ${lastRecordedAt}`);
      } else await app.get(ImportsService).import(system, readJson(resolve(register)), false);
      if (faults === undefined) await liveUntil(app, clock, to, step);
      const broken = faults === undefined ? [] : await sailThrough(faults, parts, clock, to, resolve(mailDir));
      for (const notice of await app.get(NoticesService).all()) {
        if (notice.at < from || notice.at > addMs(clock.now(), step)) continue;
        if (json) printJson(lineOf(notice));
        else print(sentenceOf(notice));
      }
      if (broken.length > 0) throw new CommandFailure(broken.join('\n'));
    } finally {
      await app.close();
      await closeParts(parts);
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Says what broke; what the server took is in the folder, as mail is. */
async function sailThrough(
  seed: number,
  { database, settings }: Parts,
  clock: VirtualClock,
  until: Instant,
  mailDir: string,
): Promise<string[]> {
  const { broken, trace, accepted } = await sail({ seed, database, clock, settings, until });
  const mailer = createFileMailer({ dir: mailDir });
  for (const { messageId, raw, to } of accepted) await mailer.send({ messageId, raw, envelope: { from: settings.mailFrom.address, to } });
  remark(`seed ${seed}: ${trace.length} steps, ${accepted.length} mails taken, ${broken.length} promises broken`);
  return broken;
}

function seedOf(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new CommandFailure(`--faults is "${text}"; accepted: a whole number, the same for the same run`, 2);
  return Number(text);
}

function instantOf(text: string): Instant {
  const ms = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text) ? toMs(text) : NaN;
  if (Number.isNaN(ms)) throw new CommandFailure(`"${text}" is no instant; accepted: RFC 3339, as in 2026-01-31T08:00:00Z`, 2);
  return fromMs(ms);
}

function stepOf(text: string): number {
  const [, hours = '0', minutes = '0', seconds = '0'] = /^PT(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(text) ?? [];
  const ms = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  if (ms < 1000) throw new CommandFailure(`--step is "${text}"; accepted: a period of a second or more, as in PT1M`, 2);
  return ms;
}
