/** Points, each for a reason that is shown: no probability, and nothing is taken for a promise by points alone. */
import type { CueClass } from './lexicon.js';
import type { Person } from './subject.js';

/** From how many points on something is offered at all, and as likely. */
export const tierFrom = { possible: 3, likely: 5 } as const;

export interface Findings {
  cue: { id: string; class: CueClass; weight: number };
  person: Person;
  dated: boolean;
  past: boolean;
  verb: 'acting' | 'continuing' | 'predicting' | 'other' | 'none';
  passive: boolean;
  refrains: boolean;
  hedged: boolean;
  question: boolean;
  leadIn: boolean;
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
      person === 'thing' && (futures.includes(cue.class) || cue.class === 'plan') && !(passive && verb === 'acting'),
  },
  { id: 'dated', points: 1, holds: ({ dated }) => dated },
  { id: 'past', points: -4, holds: ({ past }) => past },
  { id: 'acting-verb', points: 1, holds: ({ verb }) => verb === 'acting' || verb === 'continuing' },
  {
    id: 'predicting-verb',
    points: -4,
    holds: ({ verb, cue }) => verb === 'predicting' && (futures.includes(cue.class) || cue.class === 'obligation'),
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
