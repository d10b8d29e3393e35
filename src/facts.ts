/** Facts that come with the program, from data/, and the keys that an instance makes for itself on its first start. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { conventionsSchema, type Conventions } from './domain/conventions.js';
import { newLogKey, type LogKey } from './domain/log/note.js';
import { compileLexicon, lexiconSchema, type ProposalLexicon } from './domain/proposals/index.js';
import { policySchema, type Policy } from './domain/reminder-policy.js';
import { holidayCalendarSchema, type HolidayCalendar } from './domain/working-days.js';

/** The folder data/ of the program, beside src/ and dist/ alike. */
export const factsDir = join(dirname(dirname(fileURLToPath(import.meta.url))), 'data');

/** The instance's own conventions where its data folder has some, else those that come with the program. */
export function readConventions(dataDir: string): Conventions {
  const own = join(dataDir, 'conventions.json');
  return conventionsSchema.parse(readJson(existsSync(own) ? own : join(factsDir, 'conventions', 'default.json')));
}

export function readPolicy(file = join(factsDir, 'policies', 'standard.json')): Policy {
  return policySchema.parse(readJson(file));
}

/** The policies of data/policies. */
export function readPolicies(): Policy[] {
  return readFolder('policies').map((policy) => policySchema.parse(policy));
}

/** The calendars of data/holidays: days off that are no country's. */
export function readHolidayCalendars(): HolidayCalendar[] {
  return readFolder('holidays').map((calendar) => holidayCalendarSchema.parse(calendar));
}

function readFolder(name: string): unknown[] {
  const folder = join(factsDir, name);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => readJson(join(folder, file)));
}

/** The words by which commitments are found in texts, by language. */
export function readLexicons(): Record<'en' | 'fr', ProposalLexicon> {
  const read = (lang: string): ProposalLexicon => compileLexicon(lexiconSchema.parse(readJson(join(factsDir, 'lexicon', `${lang}.json`))));
  return { en: read('en'), fr: read('fr') };
}

export function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** The key that signs checkpoints, made on the first start; its first line names the log, the rest is PEM for any tool. */
export function logKeyIn(dataDir: string, host: string): LogKey {
  const text = keptSecret(join(dataDir, 'log.key'), () => {
    const key = newLogKey(`${host}/${randomBytes(4).toString('hex')}`);
    return `${key.name}\n${key.privateKeyPem}`;
  });
  const end = text.indexOf('\n');
  return { name: text.slice(0, end), privateKeyPem: text.slice(end + 1) };
}

/** What links in mails are signed with. */
export function linkSecretIn(dataDir: string): Uint8Array {
  return Buffer.from(keptSecret(join(dataDir, 'link.key'), () => randomBytes(32).toString('hex')).trim(), 'hex');
}

/** Reads a secret, or makes it; `wx` so that two starts at once agree on one. */
function keptSecret(file: string, make: () => string): string {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    try {
      writeFileSync(file, make(), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  return readFileSync(file, 'utf8');
}
