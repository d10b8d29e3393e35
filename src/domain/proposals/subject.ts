/** Who is bound by a clause: the words before its cue, read from right to left as far as a subject goes. */
import { find, has, type ProposalLexicon } from './lexicon.js';
import type { Speaker } from './speakers.js';

export type Person = 'first_singular' | 'first_plural' | 'third_pronoun' | 'party' | 'thing' | 'none';

export interface Subject {
  person: Person;
  /** The noun phrase or pronoun as written; empty where there is none. */
  words: string;
}

export interface Surroundings {
  speaker: Speaker | null;
  quoted: boolean;
  /** Null where the text reports what others said: its issuer binds nobody then. */
  issuer: string | null;
  /** The last party that a clause was about, which the pronoun could stand for. */
  lastParty: string | null;
  /** The text speaks for its issuer, rather than of others. */
  own: boolean;
}

/** `before` is the clause up to the cue, `cue` the words of the cue, which may hold a pronoun themselves. */
export function subjectOf(before: string, cue: string, lexicon: ProposalLexicon): Subject {
  // "Ministers are to unveil their plan": whose it is stands before.
  const own = before.trim() === '' ? cue : cue.replace(theirs, '');
  const pronoun = pronounIn(own, lexicon) ?? pronounIn(lastWords(before).replace(possessive, ''), lexicon);
  if (pronoun !== null) return pronoun;
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

const theirs = /(?<!\p{L})(?:its|their|his|her|leurs?)(?=\s)/giu;

/** Pronouns stand right before the verb, but for a few words between. */
function lastWords(before: string): string {
  return before
    .split(/[\s\u00a0]+/u)
    .slice(-4)
    .join(' ');
}

function pronounIn(text: string, { words }: ProposalLexicon): Subject | null {
  for (const person of ['first_singular', 'first_plural', 'third_pronoun'] as const) {
    const found = find(words[person], text);
    if (found !== null) return { person, words: found[0] };
  }
  return null;
}

const aDay = /^(?:on |this |last |ce |le )?(?:\p{L}+day|yesterday|today|\p{L}+di|dimanche|hier|aujourd['’]hui)$/iu;

/** Nothing parts it from the subject: "Today ANZ", "In 2022 the board". */
const leadingTime =
  /^(?:today|yesterday|tomorrow|now|later|meanwhile|hier|aujourd['’]hui|demain|désormais|(?:this|last|next|ce|cette)\s(?:\p{L}+day|week|month|year|morning|\p{L}+di|semaine|mois|année|matin|soir)|(?:in|en)\s\d{4})\s+(?=\p{L})/iu;

const trailing = /(?<=\s)(?:the|le|la|les|l['’])\s?(?:[\p{L}-]+\s){0,2}[\p{L}-]+$/iu;

function nounPhrase(before: string, lexicon: ProposalLexicon): string {
  const { words, whole } = lexicon;
  const { party } = words;
  // ", que le ministre", "…, with the firm pledging": the last words alone are the subject.
  const relative = /,\s(?:que\s|qu['’]|with\s(?=the\s|\p{Lu}))([^,]+)$/u.exec(before)?.[1] ?? before;
  // "OSLO, Norway - The council": a dateline is no subject.
  const segments = relative
    .replace(/^\p{Lu}{3,}[^\p{Ll}]*(?:,[^,–—-]{1,20})?\s(?:--?|–|—)\s/u, '')
    .split(/,\s+|[()[\]]|\s[–—](?:\s|$)/u)
    .map((segment) => segment.trim())
    .filter((segment) => segment !== '');
  let at = segments.findIndex((segment, i) => {
    if (leadingTime.test(segment)) return true;
    // "Speaking at the plant, the minister": what opens the sentence is no subject.
    if (i < segments.length - 1 && opening.test(segment)) return false;
    return find(words.not_a_subject, segment)?.index !== 0;
  });
  // "That goal reached, the city": where the first can be no party, a later one that is.
  const bound = segments.findLastIndex(
    (segment, i) =>
      i > at && find(words.not_a_subject, segment)?.index !== 0 && determined.test(segment) && isParty(headOf(segment, lexicon), lexicon),
  );
  if (at >= 0 && bound > at && !isParty(headOf(segments[at] ?? '', lexicon), lexicon)) at = bound;
  const subject = segments[at];
  // "The minister of health, Ama Roux, …": who that is belongs to the subject.
  const apposed = appositive.exec(segments[at + 1] ?? '')?.[0] ?? '';
  // "On Monday the council": nothing parts the time from the subject.
  let text = (subject ?? segments.map((segment) => trailing.exec(segment)?.[0] ?? '').findLast((words) => has(party, words)) ?? '').replace(
    /^[\s"«“»”–—-]+/u,
    '',
  );
  // "Reports that the government": what comes before only leads to the subject.
  text = text.replace(/^.*\s(?:reports?|news|claims?|confirmation|announcements?|indications?|rumou?rs?)\sthat\s/iu, '');
  // "L'article 5 dispose que l'employeur": whom the law binds.
  text = text.replace(
    /^.*\s(?:dispose|prévoit|précise|stipule|impose|exige|provides|requires|stipulates|specifies)\s(?:que\s|qu['’]|that\s)/iu,
    '',
  );
  // "the secretary general, who …" and "Le bailleur qui …": the relative clause says more of the subject.
  text = text.split(/\s(?:qui|dont|who|which|that)\s/u)[0] ?? '';
  // "He said the ministry": the subject is the one of what was said.
  for (let said = find(words.reporting, text); said !== null; said = find(words.reporting, text)) {
    const rest = text.slice(said.index + said[0].length).replace(/^\s*(?:(?:that|que)\s|qu['’])?\s*/u, '');
    text = rest === '' || aDay.test(rest) ? text.slice(0, said.index).trim() : rest;
  }
  text = text.replace(leadingTime, '');
  const first = /^\p{L}+/u.exec(text)?.[0] ?? '';
  if (first !== '' && whole.boundary.test(first)) text = text.slice(first.length).trim();
  return (
    text.replace(/(?:\s+(?:a|ont|has|have|also|aussi|également|now|then|today|already|avoir))+$/iu, '').trim() +
    (apposed === '' || text === '' ? '' : `, ${apposed}`)
  );
}

const opening =
  /^(?:\p{L}{3,}(?:ing|ant)|[\p{L}\d]+\s(?:mois|ans|jours|semaines|years?|months?|weeks?|days?)\s(?:après|avant|after|before|later|plus\stard))(?:\s|$)/u;
const determined = /^(?:the|le|la|les|l['’]|\p{Lu})/u;

const appositive =
  /^(?:(?:M|MM|Mr|Mrs|Ms|Mme|Dr)\.?\s)?\p{Lu}[\p{L}'’-]+(?:\s(?:(?:de|du|van|von|al|el|bin|da)\s)?\p{Lu}[\p{L}.'’-]*){1,4}$/u;

/** English writes them like names: "the university in August announced". */
const calendarName =
  /^(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)$/u;

function isParty(text: string, { words, whole }: ProposalLexicon): boolean {
  if (has(words.party, text) || has(words.title, text)) return true;
  if (calendarName.test(text)) return false;
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
  { speaker, quoted, issuer, lastParty, own }: Surroundings,
): { text: string; how: 'named' | 'first_person' | 'pronoun' | 'speaker' | 'issuer' } | null {
  const last = lastParty === null ? null : { text: lastParty, how: 'pronoun' as const };
  const byIssuer = (how: 'first_person' | 'issuer') => (issuer === null ? last : { text: issuer, how });
  switch (subject.person) {
    case 'first_singular':
      return speaker !== null ? { text: speaker.name, how: 'first_person' } : quoted ? last : byIssuer('first_person');
    case 'first_plural':
      return speaker !== null && quoted
        ? { text: speaker.of ?? speaker.name, how: 'first_person' }
        : quoted
          ? (last ?? (own ? byIssuer('first_person') : null))
          : byIssuer('first_person');
    case 'third_pronoun':
      return last ?? (speaker === null ? null : { text: speaker.name, how: 'pronoun' });
    case 'party':
      return issuer !== null && isSelf(subject.words, issuer) ? byIssuer('issuer') : { text: subject.words, how: 'named' };
    case 'thing':
    case 'none':
      // A thing is not bound: whoever speaks of it is, else whom the text is about.
      if (speaker !== null) return { text: (subject.person === 'thing' ? speaker.of : null) ?? speaker.name, how: 'speaker' };
      return (own ? null : last) ?? (quoted ? null : byIssuer('issuer'));
  }
}

/** Of the parties that were named, latest last, the one that a pronoun can stand for: "he" is a person, "elle" no masculine. */
export function referentOf(pronoun: string, parties: readonly string[], { words, lang }: ProposalLexicon): string | null {
  const word = pronoun.toLowerCase();
  const fits = (party: string): boolean => {
    if (lang === 'fr') {
      if (/^(?:un|le|ce|son|notre|m\.|monsieur)(?=\s)/iu.test(party)) return !/elle|celle|ils$|ceux/u.test(word);
      if (/^(?:une|la|cette|sa|mme|madame)(?=\s)/iu.test(party)) return !/il|celui|ceux|elles$|celles/u.test(word.replace(/elle/u, ''));
      if (/^(?:les|des|ces|nos|leurs|plusieurs)(?=\s)/iu.test(party)) return /s$|x$/u.test(word);
      return true;
    }
    const isPerson =
      has(words.title, party) || (/^\p{Lu}[\p{L}.'’-]+(?:\s\p{Lu}[\p{L}.'’-]+){1,3}$/u.test(party) && !has(words.party, party));
    const isRole = has(words.person, party);
    if (/^(?:he|she|his|her|he's|she's)$/u.test(word)) return isPerson || isRole;
    return word.startsWith('it') ? !isPerson && !isRole : true;
  };
  return parties.findLast(fits) ?? parties.at(-1) ?? null;
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
