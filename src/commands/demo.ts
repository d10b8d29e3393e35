/** `pledgebook demo`: the sample register lived through on a virtual clock, every mail captured, then served. */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { closeParts, openParts, openServices } from '../boot.js';
import { VirtualClock } from '../clock.js';
import { readConfig, type Config } from '../config.js';
import type { AuditReport } from '../domain/report.js';
import { addMs, isDay } from '../domain/time.js';
import { createFileMailer } from '../mail/file-mailer.js';
import { AuditReportService } from '../services/audit-report.service.js';
import { AuditService } from '../services/audit.service.js';
import { system } from '../services/commands.js';
import { NoticesService, type Notice } from '../services/notices.service.js';
import { PeopleService } from '../services/people.service.js';
import { SignInService } from '../services/sign-in.service.js';
import { CommandFailure, print, printJson, remark } from './output.js';
import { runServer } from './serve.js';
import { liveThroughSample, readSample, sampleInstant, type Sample } from './sample.js';

/** Marks a folder as the demo's, so that no other is ever emptied. */
const marker = '.pledgebook-demo';

interface Options {
  dir?: string;
  until?: string;
  serve: boolean;
  json?: true;
}

export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .description('live through the sample register on a virtual clock, then serve it')
    .option('--dir <dir>', 'where the register and mail/*.eml go (emptied first)')
    .option('--until <day>', 'stop the clock at the end of this day')
    .option('--no-serve', 'end when it is lived through')
    .option('--json', 'print NDJSON: a line per reminder, the report last')
    .action(async (options: Options) => {
      const config = readConfig();
      const sample = readSample();
      const until = options.until ?? sample.ends.slice(0, 10);
      if (!isDay(until) || until < sample.starts.slice(0, 10))
        throw new CommandFailure(`--until is "${until}"; accepted: a day from ${sample.starts.slice(0, 10)} on`, 2);
      const dir = resolve(options.dir ?? join(config.DATA_DIR, 'demo'));
      emptyDemoDir(dir);
      await live(config, sample, dir, until, options.json === true);
      if (options.serve) await serveDemo(config, sample, dir);
    });
}

async function live(config: Config, sample: Sample, dir: string, until: string, json: boolean): Promise<void> {
  const clock = new VirtualClock(addMs(sampleInstant(sample, sample.starts), -3_600_000));
  const parts = await openParts(config, { ...placeOf(config, sample, dir), clock });
  const app = await openServices(parts);
  try {
    remark(`Living through the sample register, ${sample.starts.slice(0, 10)} to ${until} …`);
    await liveThroughSample(app, clock, sample, until);
    const notices = (await app.get(NoticesService).all()).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    for (const notice of notices) {
      if (json) printJson(lineOf(notice));
      else print(sentenceOf(notice));
    }
    const [audit, reports] = [app.get(AuditService), app.get(AuditReportService)];
    const asOf = Object.fromEntries(await Promise.all(sample.reports.map(async (day) => [day, await reports.report(day)] as const)));
    const { unaccounted } = await audit.conservation();
    if (json) printJson({ report: { asOf, unaccounted } });
    else printReport(asOf, unaccounted, join(dir, 'mail'));
  } finally {
    await app.close();
    await closeParts(parts);
  }
}

function placeOf(config: Config, sample: Sample, dir: string) {
  return {
    databaseUrl: `sqlite:${join(dir, 'pledgebook.sqlite')}`,
    dataDir: dir,
    mailer: createFileMailer({ dir: join(dir, 'mail') }),
    settings: {
      zone: sample.zone,
      publicUrl: config.sources.PUBLIC_URL === 'default' ? `http://localhost:${config.PORT}` : config.PUBLIC_URL,
    },
  };
}

async function serveDemo(config: Config, sample: Sample, dir: string): Promise<void> {
  const parts = await openParts(config, placeOf(config, sample, dir));
  const app = await openServices(parts);
  const people = app.get(PeopleService);
  const tokens = await Promise.all(
    sample.people
      .filter((p) => p.role !== null)
      .map(async (p) => [p.email, (await people.createToken(system, p.email, [], 'P7D')).token] as const),
  );
  const signIn = app.get(SignInService);
  const links = await Promise.all(
    (await people.list()).filter((p) => p.role !== null).map(async (p) => [p.role, p.email, await signIn.printed(p)] as const),
  );
  await app.close();
  for (const [email, token] of tokens) remark(`token of ${email}: ${token}`);
  for (const [role, email, link] of links) remark(`sign in as ${role} ${email}, once: ${link}`);
  await runServer(config, parts);
}

/** Empties the demo's own folder; refuses one that holds anything else. */
function emptyDemoDir(dir: string): void {
  if (existsSync(dir) && readdirSync(dir).length > 0) {
    if (!existsSync(join(dir, marker))) throw new CommandFailure(`${dir} holds something else; give --dir a new folder`);
    rmSync(dir, { recursive: true });
  }
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, marker), '');
}

/** The members of a line that two runs have in common, but for Message-IDs. */
export function lineOf({ commitment, person, step, class: stepClass, nominalDate, dueAt, at, state, reason, subject, messageId }: Notice) {
  return { commitment, person, step, class: stepClass, nominalDate, dueAt, at, state, reason, subject, messageId };
}

export function sentenceOf({ at, commitment, person, step, state, reason, subject }: Notice): string {
  const outcome = reason === null ? state : `${state}(${reason})`;
  return `${at.slice(0, 16).replace('T', ' ')}Z  ${commitment}  ${step.padEnd(18)} ${person.padEnd(30)} ${outcome}${subject === null ? '' : `  ${subject}`}`;
}

function printReport(asOf: Record<string, AuditReport>, unaccounted: number, mailDir: string): void {
  const reports = Object.entries(asOf);
  print('');
  print(['As of'.padEnd(18), ...reports.map(([day]) => day.padStart(12))].join(''));
  for (const verdict of ['fulfilled', 'partly_fulfilled', 'not_fulfilled', 'pending'] as const)
    print([verdict.replace('_', ' ').padEnd(18), ...reports.map(([, r]) => String(r.verdict[verdict]).padStart(12))].join(''));
  print(`\nReminders unaccounted for: ${unaccounted}. Mails: ${mailDir}`);
}
