import type { Words } from './index.js';

/** What somebody follows: `name` is the party's, the topic, or the commitment's title. */
export interface Followed {
  scope: 'all' | 'commitment' | 'party' | 'topic';
  name: string | null;
  ref: string | null;
}

/** In words that follow on "about". What people wrote has no line breaks here: it may stand in a subject. */
export function followedIn({ scope, name, ref }: Followed, { scope: words }: Words['letters']): string {
  const said = (name ?? '').replace(/\s+/g, ' ').trim();
  switch (scope) {
    case 'all':
      return words.all;
    case 'commitment':
      return words.commitment(ref ?? '', said);
    case 'party':
      return words.party(said);
    case 'topic':
      return words.topic(said);
  }
}
