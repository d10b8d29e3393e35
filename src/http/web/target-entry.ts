/**
 * A date as a form takes it: the words are read, a person says which reading is meant, or enters the date. Nothing is
 * taken as meant before somebody has seen how it was read.
 */
import { z } from 'zod';
import type { Conventions } from '../../domain/conventions.js';
import { detectLang, read, type Lang, type Reading } from '../../domain/phrases/index.js';
import { Refusal } from '../../domain/refusal.js';
import { targetInputSchema, type TargetInput } from '../../domain/target.js';
import type { Day } from '../../domain/time.js';
import type { Words } from '../../i18n/index.js';
import { dayIn, parsed, valueOf, valueOrNull, type Faults, type FormState } from './forms.js';

export interface Checked {
  phrase: string;
  lang: Lang;
  /** Those that name a date; that there is none can always be said. */
  readings: readonly Reading[];
  /** The words say one thing, and the register will read the same in them. */
  isPlain: boolean;
  /** Tells whether what the reader chose among was made from the same words, said on the same day. */
  mark: string;
}

/** Reads the form's words about time: in the language they are said to be in, and where that says nothing in the other one. */
export function checkDate(
  form: FormState,
  { saidOn, lang, conventions }: { saidOn: Day; lang: string; conventions: Conventions },
): Checked {
  const phrase = valueOf(form, 'phrase').slice(0, 1000);
  const first: Lang = lang === 'en' || lang === 'fr' ? lang : detectLang(phrase);
  const readIn = (each: Lang): Omit<Checked, 'mark'> => {
    const all = read(phrase, { saidOn, lang: each, conventions });
    return { phrase, lang: each, readings: all.filter(({ kind }) => kind !== 'undated'), isPlain: all.length === 1 };
  };
  const tried = readIn(first);
  const other = readIn(first === 'en' ? 'fr' : 'en');
  const found = tried.readings.length === 0 && other.readings.length > 0 ? other : tried;
  return { ...found, mark: JSON.stringify([saidOn, found.lang, phrase]) };
}

/** Whether the form was sent from a page that showed these very readings. */
export function hasSeen(form: FormState, { mark }: Checked): boolean {
  return valueOf(form, 'checked') === mark;
}

export function choiceOf(reading: number): string {
  return `reading-${reading}`;
}

const ownDate = z.object({ target: targetInputSchema.options[1] });

/** The target that was chosen or entered, for the register to take as the API's. */
export function targetOf(form: FormState, { phrase, lang, readings, isPlain }: Checked): TargetInput {
  const choice = valueOf(form, 'reading');
  const said = phrase === '' ? {} : { phrase, lang };
  if (choice === 'undated') return { kind: 'undated', ...said };
  if (choice === 'own') return parsed(ownDate, { target: { ...ownDateIn(form), ...said } }).target;
  const chosen = readings.find((_, i) => choice === choiceOf(i));
  if (chosen === undefined) throw new Refusal('invalid_input', 'No date was chosen.', { pointer: '/target/reading' });
  // The words themselves where they say one thing only: whoever reads the target then learns by which conventions it was read.
  if (isPlain) return { phrase, lang };
  const { kind, edtf, certainty, text, duration = null, trigger = null, recurrence = null } = chosen;
  return { kind, edtf, certainty, phrase: text, lang, duration, trigger, recurrence };
}

function ownDateIn(form: FormState): Record<string, unknown> {
  const certainty = valueOrNull(form, 'certainty');
  return {
    kind: valueOf(form, 'dateKind'),
    edtf: dayIn(form, 'own') ?? valueOrNull(form, 'edtf'),
    ...(certainty === null ? {} : { certainty }),
    trigger: valueOrNull(form, 'trigger'),
    duration: valueOrNull(form, 'duration'),
    recurrence: valueOrNull(form, 'recurrence'),
  };
}

export function targetFaults(words: Words['forms']['faults']): Faults {
  return {
    '/target': { field: 'reading', text: words.reading },
    '/target/reading': { field: 'reading', text: words.reading },
    '/target/phrase': { field: 'phrase', text: words.phrase },
    '/target/kind': { field: 'dateKind', text: words.kindOfDate },
    '/target/edtf': { field: 'edtf', text: words.edtf },
    '/target/certainty': { field: 'certainty', text: words.edtf },
    '/target/trigger': { field: 'trigger', text: words.trigger },
    '/target/duration': { field: 'duration', text: words.duration },
    '/target/recurrence': { field: 'recurrence', text: words.recurrence },
  };
}
