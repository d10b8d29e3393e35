/** What the specs of phrases read by, and the case files beside them. */
import { readFileSync } from 'node:fs';
import { parseEdtf } from '../../src/domain/edtf/index.js';
import type { Conventions } from '../../src/domain/conventions.js';
import { type Lang, read, type Reading } from '../../src/domain/phrases/index.js';
import type { Certainty, TargetKind } from '../../src/domain/target.js';
import { readConventions } from '../../src/facts.js';

export const conventions = readConventions('nowhere');

/** A Monday, the day of the press conference. */
export const said = '2020-11-30';

/** What a reading comes to, without where it stands. */
export interface Read {
  kind: TargetKind;
  edtf: string | null;
  certainty: Certainty;
  duration?: string;
  trigger?: string;
  recurrence?: string;
}

/** A bound that was accepted by hand: one day, any of a range, or not scored. */
export type Accepted = string | [string, string] | null;

export interface Expression {
  id: string;
  lang: Lang;
  text: string;
  kind: TargetKind | null;
  kindAlso?: TargetKind[];
  edtf: string | null;
  certainty: Certainty;
  anchorStart: Accepted;
  anchorEnd: Accepted;
  saidOn: string;
}

export function casesIn<T>(file: string): T[] {
  const text = readFileSync(new URL(`./cases/${file}.json`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { cases: T[] }).cases;
}

export function readOn(
  phrase: string,
  lang: Lang,
  change: { saidOn?: string; conventions?: Conventions; jurisdiction?: string } = {},
): Reading[] {
  return read(phrase, { saidOn: said, lang, conventions, ...change });
}

export function short({ kind, edtf, certainty, duration, trigger, recurrence }: Reading): Read {
  return { kind, edtf, certainty, ...(duration && { duration }), ...(trigger && { trigger }), ...(recurrence && { recurrence }) };
}

/** `by 2025`, `during 2021-37 to_be_fixed`, `event P30D «the signing»`: one line for each reading. */
export function line({ kind, edtf, certainty, duration, trigger, recurrence }: Reading): string {
  const parts = [kind, edtf, certainty === 'exact' ? null : certainty, duration, trigger && `«${trigger}»`, recurrence];
  return parts.filter(Boolean).join(' ');
}

export function accepts(accepted: Accepted, day: string | null): boolean {
  if (accepted === null) return true;
  if (typeof accepted === 'string') return day === accepted;
  return day !== null && day >= accepted[0] && day <= accepted[1];
}

export function boundsOf(edtf: string): { earliest: string | null; latest: string | null } {
  return parseEdtf(edtf);
}
