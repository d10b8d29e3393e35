/** The members of a commitment as words, each by itself: what a history and a conflict are told in. */
import type { Commitment } from '../../../domain/commitment.js';
import type { Locale } from '../../../domain/people.js';
import { targetText } from '../../../domain/target-text.js';
import { formatDay, wordsIn, type Words } from '../../../i18n/index.js';

export interface Difference {
  term: string;
  before: string;
  after: string;
  /** Of the values, where they are somebody's own words. */
  lang: string | null;
}

type Told = keyof Words['commitment']['facts'] & keyof Commitment;
type Say<K extends Told> = (value: Commitment[K], words: Words, name: (id: string) => string, locale: Locale) => string | null;

/** What is told of, in this order, and how. What follows from something else, such as the version, is left out. */
const told: { [K in Told]?: Say<K> } = {
  title: (value) => value,
  kind: (value, { axes }) => axes.kind[value],
  promisor: (id, _, name) => name(id),
  beneficiaries: (ids, _, name) => ids.map(name).join(', '),
  target: (target, _, __, locale) => targetText(target, locale),
  condition: (condition, { axes, commitment }) =>
    condition === null ? null : commitment.withState(condition.text, axes.conditionState[condition.state].toLowerCase()),
  progress: (value, { axes }) => axes.progress[value],
  standing: (value, { axes }) => axes.standing[value],
  publication: (value, { axes }) => axes.publication[value],
  verdict: (value, { axes }) => axes.verdict[value],
  fulfilledOn: (day, _, __, locale) => (day === null ? null : formatDay(day, locale)),
  measure: (value) => value,
  topics: (values) => values.join(', '),
  owner: (id, _, name) => (id === null ? null : name(id)),
  parent: (value) => value,
  supersedes: (value) => value,
  externalId: (value) => value,
};

/** What differs between two states of a commitment; the quote with them. */
export function differences(
  before: Commitment,
  after: Commitment,
  { names, locale }: { names: ReadonlyMap<string, string>; locale: Locale },
): Difference[] {
  const words = wordsIn(locale);
  const { facts, nothing } = words.commitment;
  const say = (member: Told, of: Commitment): string =>
    (told[member] as Say<Told>)(of[member], words, (id) => names.get(id) ?? id, locale) ?? nothing;
  const found = (Object.keys(told) as Told[]).map((member) => ({
    term: facts[member],
    before: say(member, before) || nothing,
    after: say(member, after) || nothing,
    lang: null,
  }));
  const quote = { term: facts.quote, before: before.statement.quote, after: after.statement.quote, lang: after.statement.lang };
  return [...found, quote].filter((each) => each.before !== each.after);
}
