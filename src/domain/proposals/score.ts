/** Points, each for a reason that is shown: no probability, and nothing is taken for a promise by points alone. */
import type { CueClass } from './lexicon.js';
import type { Person } from './subject.js';
import type { Verb } from './verbs.js';

/** From how many points on something is offered at all, and as likely. */
export const tierFrom = { possible: 3, likely: 5 } as const;

export interface Findings {
  cue: { id: string; class: CueClass; weight: number };
  words: string;
  person: Person;
  dated: boolean;
  past: boolean;
  verb: Verb['sort'];
  passive: boolean;
  refrains: boolean;
  hedged: boolean;
  /** Tied to a condition. */
  conditional: boolean;
  /** The text speaks for its issuer. */
  own: boolean;
  /** "Initially agreed": what came of it is told next. */
  formerly: boolean;
  question: boolean;
  leadIn: boolean;
}

/** Somebody names a day for it: no forecast then. */
const isBound = ({ person, dated }: Findings): boolean => dated && person !== 'thing' && person !== 'none';

/** "200 homes will be built", in the words of whoever would build them: no forecast, and nothing that others foretell. */
function isOwnDoing({ passive, verb, cue, person, hedged, conditional, own }: Findings): boolean {
  return own && passive && verb === 'acting' && cue.class === 'third_person_future' && person === 'thing' && !hedged && !conditional;
}

const futures: readonly CueClass[] = ['first_person_future', 'third_person_future', 'reported_future'];

const rules: { id: string; points: number; holds: (found: Findings) => boolean }[] = [
  {
    id: 'first-person',
    points: 1,
    holds: ({ person, cue }) => (person === 'first_singular' || person === 'first_plural') && cue.class !== 'event',
  },
  { id: 'party', points: 1, holds: ({ person }) => person === 'party' || person === 'third_pronoun' },
  {
    id: 'no-party',
    points: -1,
    holds: ({ person, cue, passive, verb }) =>
      person === 'thing' && (futures.includes(cue.class) || cue.class === 'plan') && !(passive && verb !== 'predicting'),
  },
  // "Had promised": a step back in what is told.
  {
    id: 'before-that',
    points: -2,
    holds: ({ cue, words, formerly }) =>
      formerly || (cue.class === 'explicit' && /(?:^|\s)(?:had|avai(?:t|ent)|s['’]étai(?:t|ent))\s/u.test(words)),
  },
  { id: 'dated', points: 1, holds: ({ dated }) => dated },
  { id: 'past', points: -4, holds: ({ past, cue }) => past && cue.class !== 'plan' && !futures.includes(cue.class) },
  { id: 'acting-verb', points: 1, holds: (found) => (found.verb === 'acting' || found.verb === 'continuing') && !isOwnDoing(found) },
  { id: 'acting-verb', points: 2, holds: isOwnDoing },
  {
    id: 'predicting-verb',
    points: -4,
    holds: (found) =>
      (found.verb === 'predicting' || (found.verb === 'reaching' && !isBound(found))) &&
      (futures.includes(found.cue.class) || found.cue.class === 'obligation'),
  },
  {
    id: 'any-verb',
    points: -1,
    holds: ({ verb, cue, dated, refrains, passive }) =>
      verb === 'other' && cue.class === 'third_person_future' && !dated && !refrains && !passive,
  },
  { id: 'refrains', points: 1, holds: ({ refrains, verb }) => refrains && verb !== 'predicting' },
  { id: 'hedged', points: -2, holds: ({ hedged }) => hedged },
  { id: 'question', points: -6, holds: ({ question }) => question },
  { id: 'listed', points: 1, holds: ({ leadIn }) => leadIn },
];

export function scoreOf(found: Findings): { score: number; reasons: [string, number][] } {
  const reasons: [string, number][] = [[found.cue.id, found.cue.weight]];
  for (const { id, points, holds } of rules) if (holds(found)) reasons.push([id, points]);
  return { score: reasons.reduce((sum, [, points]) => sum + points, 0), reasons };
}
