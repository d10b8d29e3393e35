/** Goes through the whole log for what concerns one person: the values to delete, and where they stand in clear. */
import { isOneAddress } from '../domain/address.js';
import { digestsIn } from '../domain/events.js';
import type { KnownAs } from '../domain/mention.js';
import type { Reader } from '../store/database.js';
import { pagesOfEntries, readValues } from '../store/log.store.js';
import type { LogEntry } from '../store/tables.js';

export interface Concerned {
  /** The values to delete, by digest. */
  values: string[];
  /** Whose rows are made of such values. */
  commitments: string[];
  /** Commitments that they have owned at some time: mails about these name them. */
  owned: string[];
  /** Those of the values that are neither a name nor an address of theirs, as they read. */
  texts: string[];
  /** Where they are named in what the log keeps in clear (a quote, a title), which no erasure can take out. */
  inClear: string[];
  /** Where to go on, for what is recorded meanwhile. */
  next: number;
}

/** Every name and address that a person has had. */
export async function knownAs(on: Reader, person: string): Promise<KnownAs> {
  const texts: string[] = [];
  for await (const page of pagesOfEntries(on)) {
    const theirs = page.filter(({ type }) => type === 'person.added' || type === 'person.changed').map(recordOf);
    const digests = theirs.filter(({ payload }) => payload['id'] === person).flatMap((record) => digestsIn({ payload: record.payload }));
    texts.push(...(await readValues(on, digests)).map(({ text }) => text));
  }
  const distinct = [...new Set(texts)];
  return { addresses: distinct.filter(isOneAddress), names: distinct.filter((text) => !isOneAddress(text)) };
}

/** Looks from an index on. `names` tells whether a text names the person. */
export async function concerning(on: Reader, person: string, names: (text: string) => boolean, from = 0): Promise<Concerned> {
  const [values, commitments, owned] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const [inClear, texts]: [string[], string[]] = [[], []];
  let next = from;
  for await (const page of pagesOfEntries(on, from)) {
    const records = page.map(recordOf);
    const known = new Map((await readValues(on, records.flatMap(digestsIn))).map((value) => [value.digest, value]));
    for (const [i, entry] of page.entries()) {
      const record = records[i]!;
      next = entry.index + 1;
      if (record.payload['owner'] === person && entry.commitment !== null) owned.add(entry.commitment);
      if (names(entry.bytes)) inClear.push(placeOf(entry));
      for (const digest of digestsIn(record)) {
        const value = known.get(digest);
        if (value === undefined || !isTheirs(entry, record, value, person, names)) continue;
        if (entry.type.startsWith('webhook.')) {
          inClear.push(placeOf(entry));
          continue;
        }
        values.add(digest);
        if (!entry.type.startsWith('person.') || isReason(record, digest)) texts.push(value.text);
        if (entry.commitment !== null) commitments.add(entry.commitment);
      }
    }
  }
  return { values: [...values], commitments: [...commitments], owned: [...owned], inClear, texts, next };
}

/**
 * What is about them, and whatever names them; what a mail server said of their mail only where it does, since it is the
 * proof that they were told. Another person's own name stays theirs though it be the same.
 */
function isTheirs(
  { type }: LogEntry,
  record: EventRecord,
  value: { digest: string; text: string; about: string | null },
  person: string,
  names: (text: string) => boolean,
): boolean {
  if (value.about === person && !type.startsWith('notice.')) return true;
  if (type.startsWith('person.') && record.payload['id'] !== person && !isReason(record, value.digest)) return false;
  return names(value.text);
}

function isReason({ reason }: EventRecord, digest: string): boolean {
  return digestsIn({ payload: {}, reason }).includes(digest);
}

interface EventRecord extends Record<string, unknown> {
  payload: Record<string, unknown>;
}

function recordOf({ bytes }: LogEntry): EventRecord {
  return JSON.parse(bytes) as EventRecord;
}

function placeOf({ index, type, commitment }: LogEntry): string {
  return `event ${index} (${type}${commitment === null ? '' : ` of ${commitment}`})`;
}
