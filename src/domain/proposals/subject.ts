/** Who is bound by a clause: the words before its cue, read from right to left as far as a subject goes. */
import { find, has, type ProposalLexicon } from './lexicon.js';
import type { Speaker } from './speakers.js';

export type Person = 'first_singular' | 'first_plural' | 'third_pronoun' | 'party' | 'thing' | 'none';

export interface Subject {
  person: Person;
  /** The noun phrase as written; empty for pronouns and where there is none. */
  words: string;
}

export interface Surroundings {
  speaker: Speaker | null;
  quoted: boolean;
  /** Null where the text reports what others said: its issuer binds nobody then. */
  issuer: string | null;
  /** The last party that a clause was about. */
  lastParty: string | null;
}

/** `before` is the clause up to the cue, `cue` the words of the cue, which may hold a pronoun themselves. */
export function subjectOf(before: string, cue: string, lexicon: ProposalLexicon): Subject {
  const pronoun = pronounIn(cue, lexicon) ?? pronounIn(lastWords(before).replace(possessive, ''), lexicon);
  if (pronoun !== null) return { person: pronoun, words: '' };
  const words = nounPhrase(before, lexicon);
  if (words === '') return { person: 'none', words };
  if (isParty(headOf(words, lexicon), lexicon)) return { person: 'party', words };
  return { person: 'thing', words };
}

/** "The construction of schools": what is built is no school. "Most of the members" are members, though. */
function headOf(words: string, { whole }: ProposalLexicon): string {
  const [head = ''] = words.split(/\s(?:of|for|in|at|on|from|to|with|de|des|du|pour|dans|en|sur|à|au|aux|avec)\s|\sd['’]/u);
  return whole.share.test(head.trim()) ? words : head;
}

/** "Will be told by the ministers responsible": of a passive, who acts. Null where that is no party. */
export function agentOf(after: string, lexicon: ProposalLexicon): Subject | null {
  const [, words = ''] = /^[^,;:.]{0,90}?\s(?:by|par)\s((?:the|le|la|les|l['’]|our|nos|notre|\p{Lu})[^,;:.]{0,60})/u.exec(after) ?? [];
  const head =
    headOf(words, lexicon)
      .split(/\s(?:by|par|before|avant|d['’]ici)\s/u)[0]
      ?.trim() ?? '';
  return head !== '' && isParty(head, lexicon) ? { person: 'party', words: head } : null;
}

/** "My government" is a party like any other. */
const possessive = /(?<!\p{L})(?:my|our|its|their|his|her|mon|ma|mes|notre|nos)(?=\s)/giu;

/** Pronouns stand right before the verb, but for a few words between. */
function lastWords(before: string): string {
  return before
    .split(/[\s\u00a0]+/u)
    .slice(-4)
    .join(' ');
}

function pronounIn(text: string, { words }: ProposalLexicon): Person | null {
  for (const person of ['first_singular', 'first_plural', 'third_pronoun'] as const) if (has(words[person], text)) return person;
  return null;
}

const trailing = /(?<=\s)(?:the|le|la|les|l['’])\s?(?:[\p{L}-]+\s){0,2}[\p{L}-]+$/iu;

function nounPhrase(before: string, { words, whole }: ProposalLexicon): string {
  const { party } = words;
  // "OSLO, Norway - The council": a dateline is no subject.
  const segments = before
    .replace(/^\p{Lu}{3,}[^\p{Ll}]*(?:,[^,–—-]{1,20})?\s(?:--?|–|—)\s/u, '')
    .split(/,\s+|[()[\]]/u)
    .map((segment) => segment.trim())
    .filter((segment) => segment !== '');
  const subject = segments.find((segment) => {
    const match = find(words.not_a_subject, segment);
    return match?.index !== 0;
  });
  // "On Monday the council": nothing parts the time from the subject.
  let text = (subject ?? segments.map((segment) => trailing.exec(segment)?.[0] ?? '').findLast((words) => has(party, words)) ?? '').replace(
    /^[\s"«“»”–—-]+/u,
    '',
  );
  // "the secretary general, who …" and "Le bailleur qui …": the relative clause says more of the subject.
  text = text.split(/\s(?:qui|dont|who|which|that)\s/u)[0] ?? '';
  const first = /^\p{L}+/u.exec(text)?.[0] ?? '';
  if (first !== '' && whole.boundary.test(first)) text = text.slice(first.length).trim();
  return text.replace(/(?:\s+(?:a|ont|has|have|also|aussi|également|now|then|avoir))+$/iu, '').trim();
}

function isParty(text: string, { words, whole }: ProposalLexicon): boolean {
  if (has(words.party, text) || has(words.title, text)) return true;
  const tokens = text.split(/[\s'’]+/u).filter((word) => word !== '');
  if (tokens.length > 9) return false;
  return tokens.some(
    (token, i) =>
      /^\p{Lu}/u.test(token) &&
      !whole.determiner.test(token) &&
      (i > 0 || /^\p{Lu}[\p{Lu}\d-]+$/u.test(token) || (tokens.length === 1 && !/s$/u.test(token)) || /^\p{Lu}/u.test(tokens[1] ?? '')),
  );
}

/** "We" and "je" are whoever speaks, else whoever issued the text; a pronoun is the party that was spoken of last. */
export function promisorOf(
  subject: Subject,
  { speaker, quoted, issuer, lastParty }: Surroundings,
): { text: string; how: 'named' | 'first_person' | 'pronoun' | 'issuer' } | null {
  const byIssuer = (how: 'first_person' | 'issuer') => (issuer === null ? null : { text: issuer, how });
  switch (subject.person) {
    case 'first_singular':
      return speaker !== null ? { text: speaker.name, how: 'first_person' } : quoted ? null : byIssuer('first_person');
    case 'first_plural':
      return speaker !== null && quoted
        ? { text: speaker.of ?? speaker.name, how: 'first_person' }
        : quoted
          ? null
          : byIssuer('first_person');
    case 'third_pronoun':
      return lastParty === null ? (speaker === null ? null : { text: speaker.name, how: 'pronoun' }) : { text: lastParty, how: 'pronoun' };
    case 'party':
      return issuer !== null && isSelf(subject.words, issuer) ? byIssuer('issuer') : { text: subject.words, how: 'named' };
    case 'thing':
      // A thing is not bound: whoever speaks of it is.
      if (speaker !== null) return { text: speaker.of ?? speaker.name, how: 'first_person' };
      return quoted ? null : byIssuer('issuer');
    case 'none':
      return speaker !== null ? { text: speaker.name, how: 'first_person' } : byIssuer('issuer');
  }
}

/** "The Department" in a text of the Department of Digital Services. */
function isSelf(words: string, issuer: string): boolean {
  const [, noun] = /^(?:the|le|la|l['’])\s*(\p{L}+)$/iu.exec(words) ?? [];
  return (
    noun !== undefined &&
    issuer
      .toLowerCase()
      .split(/[\s'’]+/u)
      .includes(noun.toLowerCase())
  );
}
