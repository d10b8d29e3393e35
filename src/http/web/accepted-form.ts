/** The fields of a commitment that is registered from a text. */
import { wordsIn } from '../../i18n/index.js';
import type { Refusal } from '../../domain/refusal.js';
import { valueOf, valueOrNull, type Faults, type FormState } from './forms.js';
import type { ProposalItem } from './pages/text.js';
import type { Viewer } from './viewer.js';

/** What was left as proposed is left out, so that it goes in as it was read in its sentence. */
export function acceptedIn(form: FormState, lang: 'en' | 'fr', proposal: ProposalItem | null): Record<string, unknown> {
  const when = valueOf(form, 'when');
  const isAsProposed = proposal !== null && proposal.target !== null && when === proposal.target.text;
  const target = when === '' ? { kind: 'undated' } : { phrase: when, lang };
  return {
    title: valueOf(form, 'title'),
    promisor: valueOf(form, 'promisor'),
    ...(isAsProposed ? {} : { target }),
    condition: valueOrNull(form, 'condition'),
    owner: valueOrNull(form, 'owner'),
    topics: valueOf(form, 'topics')
      .split(',')
      .map((topic) => topic.trim())
      .filter((topic) => topic !== ''),
    publish: form.typed['publish']?.includes('yes') ?? false,
  };
}

/** `base` is where the commitment stands in the input; the register itself points from its own root. */
export function commitmentFaults(viewer: Viewer, base: string): Faults {
  const { decide: words } = wordsIn(viewer.locale).texts;
  const fields = {
    title: { field: 'title', text: words.titleWrong },
    kind: { field: 'kind', text: words.kindMissing },
    promisor: { field: 'promisor', text: words.promisorMissing },
    target: { field: 'when', text: words.unreadable },
    condition: { field: 'condition', text: words.reasonMissing },
    owner: { field: 'owner', text: words.ownerWrong },
    topics: { field: 'topics', text: words.titleWrong },
    start: { field: 'quote', text: words.quoteMissing },
    end: { field: 'quote', text: words.quoteMissing },
  };
  const both = Object.entries(fields).flatMap(([name, fault]) => [
    [`${base}/${name}`, fault],
    [`/${name}`, fault],
  ]);
  return Object.fromEntries(both) as Faults;
}

/** Words with several dates are told from words with none. */
export function withAmbiguity(form: FormState, { code }: Refusal, viewer: Viewer): FormState {
  if (code !== 'target_ambiguous') return form;
  return { ...form, errors: { ...form.errors, when: wordsIn(viewer.locale).texts.decide.ambiguous } };
}
