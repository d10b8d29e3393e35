/** The cues of a sentence, strongest first; those of a list's lead-in count for each of its items. */
import { find, has, type Cue, type ProposalLexicon } from './lexicon.js';
import type { Sentence, Span } from './sentences.js';

export interface CueInSentence extends Span {
  index: number;
  cue: Cue;
  words: string;
  verb: string | null;
  /** Of a request: who is asked. */
  asked: string | null;
  leadIn: Sentence | null;
  leadInStart: number;
}

export interface TextKind {
  /** The text speaks for its issuer, rather than of others. */
  own: boolean;
  /** It tells what a law demands. */
  ofLaw: boolean;
}

export function cuesIn(sentence: Sentence, kind: TextKind, lexicon: ProposalLexicon): CueInSentence[] {
  const own = endsWithCue(sentence, lexicon) ? [] : matches(sentence.text, lexicon, (cue) => mayStand(cue, sentence, kind));
  const led = sentence.leadIn === null ? null : leading(sentence.leadIn, lexicon);
  const all = (led === null ? own : [led, ...own]).filter(({ cue, start }) => cue.item !== true || start === 0);
  all.sort((a, b) => b.cue.weight - a.cue.weight || a.start - b.start);
  return all.map((cue, index) => ({ ...cue, index }));
}

type Found = Omit<CueInSentence, 'index'>;

/** Some cues are none but in their place; looking for the others alone is what keeps this fast. */
function mayStand({ leads, item, law }: Cue, sentence: Sentence, kind: TextKind): boolean {
  if (leads === true || (law === true && !kind.ofLaw)) return false;
  // "Nos conseils : • fermer les volets": what a colon leads to is what the line before it says.
  return item !== true || (kind.own && sentence.item && !/:\s*$/u.test(sentence.leadIn?.text ?? ''));
}

function matches(text: string, lexicon: ProposalLexicon, may: (cue: Cue) => boolean = () => true): Found[] {
  const found: Found[] = [];
  for (const cue of lexicon.cues) {
    if (!may(cue)) continue;
    for (let match = find(cue.regex, text); match !== null; match = find(cue.regex, text, match.index + Math.max(match[0].length, 1))) {
      const verb = match.groups?.['verb'] ?? null;
      if (verb !== null && has(lexicon.whole.not_future, verb)) continue;
      found.push({
        start: match.index,
        end: match.index + match[0].length,
        cue,
        words: match[0],
        verb,
        asked: match.groups?.['asked']?.trim() ?? null,
        leadIn: null,
        leadInStart: 0,
      });
    }
  }
  return found;
}

/** "We will:" and "la Ville s'engage à :" promise what the list under them says, and nothing by themselves. */
function leading(leadIn: Sentence, lexicon: ProposalLexicon): Found | null {
  const stem = leadIn.text.replace(/[\s:]+$/u, '');
  // What the verb of the list's first item would be is not known here: any will do.
  const last = ['', ` ${lexicon.lang === 'fr' ? 'publier' : 'publish'}`]
    .flatMap((filler) =>
      matches(stem + filler, lexicon, ({ item, law }) => item !== true && law !== true).filter(({ end }) => end >= stem.length),
    )
    .sort((a, b) => b.cue.weight - a.cue.weight)[0];
  return last === undefined ? null : { ...last, start: 0, end: 0, verb: null, leadIn, leadInStart: last.start };
}

/** "We will achieve this in five steps:" promises by itself, whatever the list adds. */
function endsWithCue(sentence: Sentence, lexicon: ProposalLexicon): boolean {
  const lead = /:\s*$/u.test(sentence.text) ? leading(sentence, lexicon) : null;
  return (
    lead !== null && !(lead.cue.leads === true && matches(sentence.text, lexicon).some(({ cue }) => cue.class === 'first_person_future'))
  );
}
