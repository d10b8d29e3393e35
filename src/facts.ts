/** Facts that come with the program, from data/, and what links are signed with, which an instance makes on its first start. */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { conventionsSchema, type Conventions } from './domain/conventions.js';
import { compileLexicon, lexiconSchema, type ProposalLexicon } from './domain/proposals/index.js';
import { policySchema, type Policy } from './domain/reminder-policy.js';
import { holidayCalendarSchema, type HolidayCalendar } from './domain/working-days.js';
import { keptSecret } from './store/kept-secret.js';

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

/** What links in mails are signed with. */
export function linkSecretIn(dataDir: string): Uint8Array {
  return Buffer.from(keptSecret(join(dataDir, 'link.key'), () => randomBytes(32).toString('hex')).trim(), 'hex');
}
