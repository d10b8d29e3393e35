/** Who says what: attributions such as "a déclaré X", "X said that", and which of them answers for a place in the text. */
import type { Day } from '../time.js';
import { find, type ProposalLexicon } from './lexicon.js';
import { quotationAt } from './quotations.js';
import { saidOnIn } from './stated-on.js';
import type { Sentence, Span } from './sentences.js';

export interface Speaker {
  name: string;
  /** The organisation that the words for the speaker name, as in "secretary general of NATO". */
  of: string | null;
}

export interface Attribution {
  /** Of the verb of saying. */
  start: number;
  end: number;
  /** Whether it follows what it speaks of, as in "…», a déclaré X". */
  closes: boolean;
  speaker: Speaker | null;
  saidOn: Day | null;
  paragraph: number;
  sentence: number;
}

export interface Voices {
  /** The text tells what others said, as a press article does. */
  reported: boolean;
  /** The attribution that answers for a place, and the quotation that the place lies in. */
  at(place: number, sentence: number): { attribution: Attribution | null; quotation: Span | null };
}

const properName =
  /(?:(?:M|Mr|Mrs|Ms|Dr|Prof|Mme|Mlle|Me)\.?\s+)?\p{Lu}[\p{L}'’-]+(?:\s+(?:(?:de|du|le|la|van|von|der|al|el|bin|da|dos)\s+)?\p{Lu}[\p{L}.'’-]*){0,4}/gu;

export function voicesOf(
  text: string,
  sentences: readonly Sentence[],
  quotations: readonly Span[],
  lexicon: ProposalLexicon,
  publishedOn: Day,
): Voices {
  const bySentence: Attribution[][] = [];
  const known: (Speaker & { words: string })[] = [];
  let last: Speaker | null = null;
  for (const [index, sentence] of sentences.entries()) {
    const found: Attribution[] = [];
    const { reporting } = lexicon.words;
    for (
      let match = find(reporting, sentence.text);
      match !== null;
      match = find(reporting, sentence.text, match.index + match[0].length)
    ) {
      const start = sentence.start + match.index;
      if (quotationAt(quotations, start) !== null) continue;
      const end = start + match[0].length;
      const chained = found.at(-1);
      const before = outsideQuotation(text.slice(chained?.closes === false ? chained.end : sentence.start, start)).replace(reporting, '');
      const after = text.slice(end, Math.min(sentence.end, end + 160));
      const closes =
        /[»”"]\s*[,.]?\s*(?:\p{Ll}+\s+)?$/u.test(text.slice(Math.max(sentence.start - 3, 0), start)) ||
        (/[\p{L}\p{N}],\s*$/u.test(text.slice(sentence.start, start)) &&
          start - sentence.start > 40 &&
          !/\s(?:que|that)\s|\squ['’]/u.test(after.slice(0, 90)));
      const between = /[»”"]/u.test(text.slice(sentence.start, start)) ? before.replace(/^[,.\s]+/u, '').trim() : '';
      // "Selon la ministre, …": who says it follows.
      const follows = (closes && between === '') || /^selon$/iu.test(match[0]);
      const behind = subjectAfter(after);
      const words = !follows ? before : closes ? behind : (behind.split(',')[0] ?? '');
      // "X said …, adding that", "X said … but says": the same one goes on.
      const participle = /(?:ant|ing)$/iu.test(match[0]) || /(?:^|\s)(?:and|but|et|mais|puis)\s*$/u.test(before);
      const speaker: Speaker | null =
        (participle && chained !== undefined ? chained.speaker : speakerIn(words, known, lexicon)) ?? chained?.speaker ?? last;
      if (speaker !== null) last = speaker;
      const saidOn =
        saidOnIn(after.split(/\s(?:que|qu['’]|that)[\s«“"]?|[«“"]/u)[0] ?? '', lexicon.lang, publishedOn) ??
        (closes ? null : (chained?.saidOn ?? null));
      found.push({ start, end, closes, speaker, saidOn, paragraph: sentence.paragraph, sentence: index });
    }
    bySentence.push(found);
  }
  return {
    reported: bySentence.flat().length > 2 && quotations.length > 0,
    at: (place, index) => {
      const quotation = quotationAt(quotations, place);
      const own = bySentence[index] ?? [];
      const leading = own.filter((a) => a.end <= place && !a.closes).at(-1);
      if (leading !== undefined) return { attribution: leading, quotation };
      if (quotation === null) return { attribution: own.find((a) => a.start >= place && a.closes) ?? null, quotation };
      return { attribution: closingAttribution(quotation, index, sentences, bySentence), quotation };
    },
  };
}

/** The one right after the quotation, else the nearest before it in the same paragraph. */
function closingAttribution(
  quotation: Span,
  index: number,
  sentences: readonly Sentence[],
  bySentence: readonly Attribution[][],
): Attribution | null {
  const paragraph = sentences[index]?.paragraph;
  for (let i = index; sentences[i]?.paragraph === paragraph && i < sentences.length; i++) {
    const closing = bySentence[i]?.find((a) => a.start >= quotation.end - 1 && a.start - quotation.end < 140);
    if (closing !== undefined) return closing;
    if ((sentences[i]?.start ?? 0) > quotation.end + 60) break;
  }
  for (let i = index; i >= 0 && (sentences[i]?.paragraph ?? 0) >= (paragraph ?? 0) - 1; i--) {
    const before = bySentence[i]?.filter((a) => a.end <= quotation.start).at(-1);
    if (before !== undefined) return before;
  }
  return null;
}

function outsideQuotation(words: string): string {
  return words.slice(Math.max(words.lastIndexOf('»'), words.lastIndexOf('”'), words.lastIndexOf('"')) + 1);
}

/** "le secrétaire général de l'OTAN, Jens Stoltenberg" of what follows the verb; it ends where a clause or a time begins. */
function subjectAfter(words: string): string {
  return (
    words.split(
      /[.;:»”]|\s(?:que|qui|qu['’]|that|who|ce|lundi|mardi|mercredi|jeudi|vendredi|hier|lors|devant|depuis|dans|après|avant|on|at|in|during|as|reporters|au cours)\s/u,
    )[0] ?? ''
  );
}

function speakerIn(words: string, known: (Speaker & { words: string })[], lexicon: ProposalLexicon): Speaker | null {
  const plain = withoutOpening(words.replace(/\s\([^)]{0,60}\)/gu, ''), lexicon)
    .replace(/,\s*(?:qui|who|which|dont)\s[^,]*(?:,|$)/gu, ',')
    .replace(/^[\s,.»”"]+/u, '')
    .replace(/(?:(?:^|[\s,]+)(?:qui|who|et|and|soulignant|while))?[\s,]*$/u, '')
    .replace(/^(?:but|and|yet|mais|et|or)\s+/iu, '')
    .replace(/\s(?:also|further|later|then|again|too|has|have|had|aussi|également|ensuite)$/iu, '')
    .trim();
  const { whole } = lexicon;
  if (plain === '' || whole.speech_pronoun.test(plain) || whole.speech_end.test(plain.split(/\s+/u).at(-1) ?? '')) return null;
  const names = [...plain.matchAll(properName)].filter(([name], i, all) => isPerson(plain, name, all[i]?.index ?? 0, whole));
  const name = names.at(-1);
  const of = organisationIn(plain, name?.[0] ?? null);
  const key = folded(plain);
  if (name !== undefined) {
    const speaker = { name: name[0].trim(), of };
    known.push({ ...speaker, words: key });
    return speaker;
  }
  const core = key.replace(/^(?:le|la|les|l|the|un|une|a) /, '');
  const same = core === '' ? undefined : known.findLast((k) => k.words.includes(core));
  if (same !== undefined) return same;
  return plain.length <= 80 && /^\p{L}/u.test(plain) ? { name: plain, of } : null;
}

/** "Confirming the position, the secretary general": the subject comes after what opens the sentence. */
function withoutOpening(words: string, lexicon: ProposalLexicon): string {
  const segments = words.split(/,\s+/u);
  while (segments.length > 1 && find(lexicon.words.not_a_subject, (segments[0] ?? '').trim())?.index === 0) segments.shift();
  return segments.join(', ');
}

/** A name of two words or more, or one after a title; a single capital at the start is any word. */
function isPerson(words: string, name: string, at: number, whole: ProposalLexicon['whole']): boolean {
  const [first = '', ...more] = name.trim().split(/\s+/u);
  if (/(?:de|du|des|of|the|l['’]|d['’])\s*$/iu.test(words.slice(0, at))) return false;
  if (whole.determiner.test(first) || whole.party.test(name)) return false;
  return more.length > 0 || (at > 0 && !/^\p{Lu}+$/u.test(first));
}

function organisationIn(words: string, name: string | null): string | null {
  const role = name === null ? words : words.replace(name, '');
  // "The Minister of Health": health is no organisation.
  if (/(?:minist(?:er|re)|secretary)\s(?:of|for|de|du|des|d['’])/iu.test(role)) return null;
  const [bank] = /(?:\p{Lu}[\p{L}-]+\s){1,3}(?:of|du|de la|des)\s\p{Lu}[\p{L}-]+/u.exec(role) ?? [];
  if (bank !== undefined && name !== null) return bank;
  const [, of] = /(?:de l['’]|de la |du |des |d['’]|\bof the |\bof |\bfor )(\p{Lu}[\p{L}.-]*(?:\s+\p{Lu}[\p{L}.-]*)*)/u.exec(role) ?? [];
  if (of !== undefined) return of;
  return (
    /(\p{Lu}[\p{L}-]+(?:\s+\p{Lu}[\p{L}-]+)*)(?:['’]s|\s(?:vice[ -])?(?:president|chief|ceo|chair|chairman|chairwoman|spokes(?:man|woman|person)|director|secretary)(?!\p{L}))/u.exec(
      role,
    )?.[1] ?? null
  );
}

/** Lower case without accents, words one blank apart. */
export function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
