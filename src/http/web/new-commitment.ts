/** The form of a new commitment as the API's input. */
import { newCommitmentSchema, type NewCommitment, type Statement } from '../../domain/commitment.js';
import type { Words } from '../../i18n/index.js';
import { dayIn, linesIn, parsed, valueOf, valueOrNull, type Faults, type FormState } from './forms.js';
import { targetFaults } from './target-entry.js';

const boxes = (name: string): string[] => [name, `${name}-day`, `${name}-month`, `${name}-year`];

/** The fields of the first step. */
export const statementFields: ReadonlySet<string> = new Set([
  ...['quote', 'lang', 'phrase', 'speaker', 'speakerRole', 'sourceTitle', 'sourcePublisher', 'sourceUrl'],
  ...boxes('saidOn'),
  ...boxes('publishedOn'),
]);

const statementForm = newCommitmentSchema.pick({ statement: true });

/** What was said, by whom, when and where. */
export function statementOf(form: FormState): Statement {
  const source = {
    title: valueOrNull(form, 'sourceTitle'),
    publisher: valueOrNull(form, 'sourcePublisher'),
    url: valueOrNull(form, 'sourceUrl'),
  };
  return parsed(statementForm, {
    statement: {
      quote: valueOf(form, 'quote'),
      lang: valueOf(form, 'lang'),
      speaker: valueOrNull(form, 'speaker'),
      speakerRole: valueOrNull(form, 'speakerRole'),
      saidOn: dayIn(form, 'saidOn') ?? '',
      publishedOn: dayIn(form, 'publishedOn'),
      source: Object.values(source).every((part) => part === null) ? null : source,
    },
  }).statement;
}

/** All but its target, which is read from the same form. */
export function entryOf(form: FormState, statement: Statement): Omit<NewCommitment, 'target'> {
  return parsed(newCommitmentSchema.omit({ target: true }), {
    title: valueOf(form, 'title'),
    kind: valueOf(form, 'kind'),
    publish: valueOf(form, 'do') === 'publish',
    statement,
    promisor: valueOf(form, 'promisor'),
    beneficiaries: linesIn(form, 'beneficiaries'),
    topics: linesIn(form, 'topics'),
    measure: valueOrNull(form, 'measure'),
    owner: valueOrNull(form, 'owner'),
    condition: valueOrNull(form, 'condition'),
  });
}

export function newCommitmentFaults(words: Words['forms']['faults']): Faults {
  return {
    ...targetFaults(words),
    '/statement/quote': { field: 'quote', text: words.quote },
    '/statement/lang': { field: 'lang', text: words.lang },
    '/statement/speaker': { field: 'speaker', text: words.short },
    '/statement/speakerRole': { field: 'speakerRole', text: words.short },
    '/statement/saidOn': { field: 'saidOn', text: words.saidOn },
    '/statement/publishedOn': { field: 'publishedOn', text: words.publishedOn },
    '/statement/source/title': { field: 'sourceTitle', text: words.short },
    '/statement/source/publisher': { field: 'sourcePublisher', text: words.short },
    '/statement/source/url': { field: 'sourceUrl', text: words.url },
    '/title': { field: 'title', text: words.title },
    '/kind': { field: 'kind', text: words.kind },
    '/promisor': { field: 'promisor', text: words.promisor },
    '/beneficiaries': { field: 'beneficiaries', text: words.list },
    '/topics': { field: 'topics', text: words.list },
    '/measure': { field: 'measure', text: words.measure },
    '/owner': { field: 'owner', text: words.owner },
    '/condition': { field: 'condition', text: words.condition },
  };
}
