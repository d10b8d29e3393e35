/**
 * The words by which commitments are found: data, one file a language, so that adding one needs no code. A pattern is a
 * regular expression in which a space stands for any white space, with a quotation mark that opens there ("will « invest"),
 * an apostrophe for either form of it, and `{name}` for the macro of that name; it always begins and ends at the edge of a word.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { commitmentKinds } from '../axes.js';
import { canonicalJson } from '../log/jcs.js';

export const cueClasses = [
  'explicit',
  'first_person_future',
  'third_person_future',
  'reported_future',
  'decision',
  'plan',
  'obligation',
  'event',
  'request',
] as const;
export type CueClass = (typeof cueClasses)[number];

const pattern = z.string().min(1);
const cueSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  class: z.enum(cueClasses),
  kind: z.enum(commitmentKinds),
  weight: z.int().min(1).max(6),
  pattern,
  /** Only with a date that has not passed. */
  dated: z.literal(true).optional(),
  /** Only as the line that leads into a list. */
  leads: z.literal(true).optional(),
  /** Only where an item of a list begins, in a text that speaks for its issuer. */
  item: z.literal(true).optional(),
  /** Only in a text that speaks of a law: elsewhere the same words tell what somebody does. */
  law: z.literal(true).optional(),
  /** Each of them is found by this very cue; each of the counter-examples is not. Both run as tests. */
  examples: z.array(z.string()).min(1),
  counterExamples: z.array(z.string()).min(1),
});
export type Cue = z.infer<typeof cueSchema>;

/** What a pattern is looked for in, and what finding it means. */
export const roles = [
  // Of a cue's verb.
  'acting',
  'continuing',
  'predicting',
  // An end that is reached, which is promised where somebody names the date.
  'reaching',
  // Of a clause.
  'hedge',
  'condition',
  'cancels',
  // Of a decision: it was carried out over years that are past.
  'lately',
  // Before what was promised: it is told as what once was.
  'formerly',
  // Between a promise and a date: the date is of another clause than the promise's.
  'elsewhere',
  // Right before a date: the date is of what is "expected in" or "born in" it.
  'dated_apart',
  // Of who is bound.
  'first_singular',
  'first_plural',
  'third_pronoun',
  'party',
  'title',
  // "He" may be one of these, "it" may not.
  'person',
  'determiner',
  // "Most of", "la plupart des": the head is what follows.
  'share',
  'not_a_subject',
  // Of speech.
  'reporting',
  'speech_pronoun',
  'speech_end',
  // Of sentences and clauses.
  'abbreviation',
  'boundary',
  // Of verbs that say something of what stands before them: where there is none, "and" joins names.
  'finite',
  'not_future',
  'negation_before',
  'negation_within',
  'nobody',
  // "When they will be settled" is asked, not promised.
  'asks',
  // Of a text: it tells what a law demands.
  'law',
] as const;
export type Role = (typeof roles)[number];

export const lexiconSchema = z.strictObject({
  name: z.string().min(1),
  version: z.int().positive(),
  lang: z.enum(['en', 'fr']),
  macros: z.record(z.string().regex(/^\w+$/), pattern),
  /** Lists of words or patterns, joined by "or". */
  words: z.record(z.enum(roles), z.array(pattern).min(1)),
  cues: z.array(cueSchema).min(1),
});
export type LexiconFile = z.infer<typeof lexiconSchema>;

export interface CompiledCue extends Cue {
  regex: RegExp;
}

export interface ProposalLexicon {
  lang: 'en' | 'fr';
  version: number;
  sha256: string;
  cues: CompiledCue[];
  /** Global, for searching; `whole` for holding one word against it. */
  words: Record<Role, RegExp>;
  whole: Record<Role, RegExp>;
}

/** Throws where a pattern is none or names a macro that is not there. */
export function compileLexicon(file: LexiconFile): ProposalLexicon {
  const expand = (text: string): string =>
    text.replace(/(?<!\\p)\{([a-z_]\w*)\}/gi, (_, name: string) => {
      const macro = file.macros[name];
      if (macro === undefined) throw new TypeError(`the lexicon ${file.name} has no macro ${name}`);
      return `(?:${expand(macro)})`;
    });
  const written = (text: string): string =>
    inFewRanges(expand(text)).replace(/\[[^\]]*\]| \??|'/g, (part) =>
      part === ' ' ? '[\\s«“"‘]+' : part === ' ?' ? '\\s*' : part === "'" ? "['’ʼ]" : part.replace("'", "'’ʼ"),
    );
  const [noneBefore, noneAfter] = [inFewRanges('(?<![\\p{L}\\p{N}])'), inFewRanges('(?![\\p{L}\\p{N}])')];
  const search = (text: string): RegExp => new RegExp(`${noneBefore}(?:${written(text)})(?:(?<=['’ʼ])|${noneAfter})`, 'giu');
  const roleWords = (make: (text: string) => RegExp): Record<Role, RegExp> =>
    Object.fromEntries(roles.map((role) => [role, make(file.words[role].join('|'))])) as Record<Role, RegExp>;
  return {
    lang: file.lang,
    version: file.version,
    sha256: createHash('sha256').update(canonicalJson(file)).digest('hex'),
    cues: file.cues.map((cue) => ({ ...cue, regex: search(cue.pattern) })),
    words: roleWords(search),
    whole: roleWords((text) => new RegExp(`^(?:${written(text)})$`, 'iu')),
  };
}

/**
 * `\p{L}` and `\p{N}` are hundreds of ranges each in the machine code of a regular expression, and a lexicon has hundreds
 * of both: looking was twice as slow. What English and French texts are written with, and any names in them, needs few.
 */
const fewRanges: Readonly<Record<string, string>> = {
  '\\p{L}': 'A-Za-zªµºÀ-ÖØ-öø-\\u02af\\u0370-\\u1fff\\u2c00-\\ud7ff',
  '\\p{N}': '0-9\\u00b2\\u00b3\\u00b9\\u00bc-\\u00be\\u2070-\\u2089\\u2150-\\u2189',
};

function inFewRanges(pattern: string): string {
  let inClass = false;
  return pattern.replace(/\\p\{[LN]\}|\\.|[[\]]/gs, (part) => {
    if (part === '[') inClass = true;
    else if (part === ']') inClass = false;
    const few = fewRanges[part];
    return few === undefined ? part : inClass ? few : `[${few}]`;
  });
}

/** The first match at or after a place; the regular expressions are shared, so their place is always set. */
export function find(regex: RegExp, text: string, from = 0): RegExpExecArray | null {
  regex.lastIndex = from;
  return regex.exec(text);
}

export function has(regex: RegExp, text: string): boolean {
  return find(regex, text) !== null;
}
