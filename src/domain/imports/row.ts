/** One row of a register: what it would register, how its deadline is read, and what keeps it out. Pure; nothing is invented. */
import { newCommitmentSchema, type NewCommitment } from '../commitment.js';
import type { Conventions } from '../conventions.js';
import { compareReadings, detectLang, read, type Disagreement, type Reading } from '../phrases/index.js';
import { isDay, type Day } from '../time.js';
import type { RowFault, RowRefusal } from './faults.js';
import type { ImportField, Mapping } from './mapping.js';

export interface Row {
  /** As a spreadsheet counts: the header is row 1. Of JSON the first record is. */
  number: number;
  /** By header. */
  cell: (header: string) => string;
}

export interface RowReading {
  row: number;
  externalId: string | null;
  /** The deadline as written; null where the cell is empty. */
  phrase: string | null;
  readings: Reading[];
  /** How it is taken: read as one date; none or several read, so kept undated with its words; or there is no phrase. */
  taken: 'read' | 'unreadable' | 'ambiguous' | 'none';
  /** Where the other language's wording says otherwise. */
  disagreements: Disagreement[];
}

export type RowResult =
  | { kind: 'row'; input: NewCommitment; reading: RowReading }
  | { kind: 'nothing'; row: number }
  | { kind: 'refused'; refusals: RowRefusal[] };

interface Context {
  mapping: Mapping;
  saidOn: Day | null;
  conventions: Conventions;
  /** The file's name, for the source. */
  source: string;
}

/** Cells that say that nothing was promised. */
const nothing = /^(?:no (?:target|commitment|pledge)|none|n\/?a|not applicable|aucune?|néant|sans objet|s\.o\.|-|–|—)$/i;
/** The members of a commitment and the column that each is read from. */
const fieldOf: Record<string, ImportField> = {
  title: 'title', promisor: 'promisor', beneficiaries: 'beneficiary', topics: 'topics', measure: 'measure', condition: 'condition', externalId: 'externalId',
  owner: 'owner', target: 'deadline', statement: 'quote', 'statement.saidOn': 'saidOn', 'statement.publishedOn': 'publishedOn', 'statement.speaker': 'speaker',
  'statement.source': 'url',
}; // prettier-ignore

export function readRow(row: Row, { mapping, saidOn, conventions, source }: Context): RowResult {
  const { columns, lang, idPrefix } = mapping;
  const cell = (field: ImportField): string | null => {
    const header = columns[field];
    const text = header === undefined ? '' : row.cell(header).trim();
    return text === '' ? null : text;
  };
  const refusal = (field: ImportField | null, code: RowFault, about: string, detail: string): RowRefusal => ({
    row: row.number,
    column: (field === null ? '' : columns[field]) ?? '',
    code,
    about,
    detail,
  });
  const quote = cell('quote') ?? cell('title');
  if (quote === null || nothing.test(quote)) return { kind: 'nothing', row: row.number };
  const refusals: RowRefusal[] = [];
  const day = (field: ImportField): Day | null => {
    const text = cell(field);
    if (text === null) return null;
    const found = /^(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?$/.exec(text)?.[1];
    if (found !== undefined && isDay(found)) return found;
    const about = shortened(text, 60);
    refusals.push(refusal(field, 'no_day', about, `"${about}" is no day written YYYY-MM-DD`));
    return null;
  };
  const said = day('saidOn') ?? saidOn;
  if (said === null && refusals.length === 0)
    refusals.push(refusal('saidOn', 'said_on_missing', '', 'the day it was said is missing: give a column or --said'));
  const id = cell('externalId');
  const reading = deadlineOf(row.number, id === null ? null : idPrefix + id, cell('deadline'), cell('deadlineOther'), {
    said: said ?? '2000-01-01',
    lang,
    conventions,
  });
  const url =
    cell('url')
      ?.split(/[\s;|]+/)
      .find((part) => /^https?:\/\/\S+$/.test(part) && URL.canParse(part)) ?? null;
  const input = newCommitmentSchema.safeParse({
    title: cell('title') ?? titleFrom(quote),
    kind: mapping.kind,
    publish: mapping.publish,
    statement: {
      quote,
      lang,
      speaker: cell('speaker'),
      saidOn: said ?? '2000-01-01',
      publishedOn: day('publishedOn'),
      source: { title: source, publisher: null, url },
    },
    promisor: cell('promisor') ?? mapping.promisor ?? '',
    beneficiaries: listIn(cell('beneficiary')),
    topics: listIn(cell('topics')),
    measure: cell('measure'),
    owner: cell('owner'),
    condition: cell('condition'),
    target: targetOf(reading, lang),
    externalId: reading.externalId,
  });
  if (!input.success)
    for (const issue of input.error.issues) {
      const { path, message } = issue;
      const field = fieldOf[path.slice(0, 2).join('.')] ?? fieldOf[String(path[0])] ?? null;
      if (field === 'promisor' && cell('promisor') === null)
        refusals.push(refusal(field, 'promisor_missing', '', 'who is bound is missing'));
      else if (issue.code === 'too_big') refusals.push(refusal(field, 'too_long', String(issue.maximum), message));
      else refusals.push(refusal(field, 'does_not_fit', '', message));
    }
  return input.success && refusals.length === 0 ? { kind: 'row', input: input.data, reading } : { kind: 'refused', refusals };
}

function deadlineOf(
  row: number,
  externalId: string | null,
  phrase: string | null,
  other: string | null,
  { said, lang, conventions }: { said: Day; lang: 'en' | 'fr'; conventions: Conventions },
): RowReading {
  const readIn = (text: string, language: 'en' | 'fr'): Reading[] =>
    read(text.slice(0, 1000), { saidOn: said, lang: language, conventions });
  const readings = phrase === null ? [] : readIn(phrase, lang);
  const taken = phrase === null ? 'none' : readings.length === 1 ? 'read' : readings.length === 0 ? 'unreadable' : 'ambiguous';
  const comparison = phrase === null || other === null ? null : compareReadings(readings, readIn(other, otherLanguage(other, lang)));
  return { row, externalId, phrase, readings, taken, disagreements: comparison?.disagreements ?? [] };
}

/** The other column is the other language, unless its words say that it is not. */
function otherLanguage(text: string, lang: 'en' | 'fr'): 'en' | 'fr' {
  const other = lang === 'en' ? 'fr' : 'en';
  return detectLang(text) === lang && /\s/.test(text) ? lang : other;
}

function targetOf({ phrase, readings, taken }: RowReading, lang: 'en' | 'fr'): NewCommitment['target'] {
  const [reading] = readings;
  const words = phrase === null ? null : phrase.slice(0, 1000);
  if (taken !== 'read' || reading === undefined) return { kind: 'undated', phrase: words, lang: words === null ? null : lang };
  // Read once more where it is registered, so that the conventions are named.
  if (words !== null && words === phrase) return { phrase: words, lang };
  const { kind, edtf, certainty, duration, trigger, recurrence } = reading;
  return {
    kind,
    edtf,
    certainty,
    phrase: words,
    lang,
    duration: duration ?? null,
    trigger: trigger ?? null,
    recurrence: recurrence ?? null,
  };
}

/** The beginning of the words, up to a whole one. */
function titleFrom(quote: string): string {
  const [sentence = ''] = /^[^\n]*?[.!?](?=\s|$)|^[^\n]*/u.exec(quote) ?? [];
  return shortened((sentence.length >= 3 ? sentence : quote).replace(/\s+/g, ' ').trim(), 200);
}

function shortened(text: string, units: number): string {
  if (text.length <= units) return text;
  const start = text.slice(0, units);
  return `${start.replace(/\s+\S*$/u, '') === start ? start.replace(/[\ud800-\udbff]$/, '') : start.replace(/\s+\S*$/u, '')}…`;
}

function listIn(text: string | null): string[] {
  return text === null
    ? []
    : [
        ...new Set(
          text
            .split(/[;|]/)
            .map((part) => part.trim())
            .filter((part) => part !== ''),
        ),
      ].slice(0, 50);
}
