import { isDeepStrictEqual } from 'node:util';
import { commitmentKinds } from '../../../domain/axes.js';
import { amendmentSchema } from '../../../domain/commitment.js';
import type { CommitmentDetail } from '../../../services/reading.service.js';
import { linesIn, parsed, valueOf, valueOrNull, type FormState } from '../forms.js';
import { RadioGroup, Select, TextArea, TextField, type Option } from '../pages/pieces/fields.js';
import type { Change } from './change.js';

/** What the form can change, as the API's amendment has it. */
function entryOf(form: Pick<FormState, 'typed'>): Record<string, unknown> {
  return {
    title: valueOf(form, 'title'),
    kind: valueOf(form, 'kind'),
    promisor: valueOf(form, 'promisor'),
    beneficiaries: linesIn(form, 'beneficiaries'),
    topics: linesIn(form, 'topics'),
    measure: valueOrNull(form, 'measure'),
    owner: valueOrNull(form, 'owner'),
    parent: valueOrNull(form, 'parent'),
    supersedes: valueOrNull(form, 'supersedes'),
  };
}

function startOf(detail: CommitmentDetail): Record<string, string> {
  return {
    title: detail.title,
    kind: detail.kind,
    promisor: detail.promisor.name,
    beneficiaries: detail.beneficiaries.map(({ name }) => name).join('\n'),
    topics: detail.topics.join('\n'),
    measure: detail.measure ?? '',
    owner: detail.owner?.email ?? '',
    parent: detail.parent ?? '',
    supersedes: detail.supersedes ?? '',
  };
}

/** Only what was typed otherwise than the form began is an amendment: the form carries along how it began. */
export const amendChange: Change = {
  title: ({ amend }) => amend.title,
  start: (detail) => ({ ...startOf(detail), began: JSON.stringify(startOf(detail)) }),
  Fields: ({ form, people, parties, words: { forms, axes, frame, commitment } }) => (
    <>
      <p>{forms.amend.hint}</p>
      <input type="hidden" name="began" value={valueOf(form, 'began')} />
      <TextField form={form} name="title" label={forms.title} hint={forms.titleHint} />
      <RadioGroup
        form={form}
        name="kind"
        label={forms.kind}
        choices={commitmentKinds.map((value) => ({ value, label: axes.kind[value] }))}
      />
      <TextField form={form} name="promisor" label={forms.promisor} known={parties.map(({ name }) => name)} />
      <TextArea form={form} name="beneficiaries" label={frame.optional(forms.beneficiaries)} hint={forms.eachLine} rows={2} />
      <TextArea form={form} name="topics" label={frame.optional(forms.topics)} hint={forms.eachLine} rows={2} />
      <TextArea form={form} name="measure" label={frame.optional(forms.measure)} rows={3} />
      <Select
        form={form}
        name="owner"
        label={forms.owner}
        options={[['', forms.ownerNobody], ...people.map(({ name, email }): Option => [email ?? '', name ?? email ?? ''])]}
      />
      <TextField form={form} name="parent" label={frame.optional(commitment.facts.parent)} short />
      <TextField form={form} name="supersedes" label={frame.optional(commitment.facts.supersedes)} short />
      <TextArea form={form} name="reason" label={forms.reason} hint={forms.reasonHint} />
    </>
  ),
  faults: (words) => ({
    '/title': { field: 'title', text: words.title },
    '/kind': { field: 'kind', text: words.kind },
    '/promisor': { field: 'promisor', text: words.promisor },
    '/beneficiaries': { field: 'beneficiaries', text: words.list },
    '/topics': { field: 'topics', text: words.list },
    '/measure': { field: 'measure', text: words.measure },
    '/owner': { field: 'owner', text: words.owner },
    '/parent': { field: 'parent', text: words.parent },
    '/supersedes': { field: 'supersedes', text: words.parent },
    '/reason': { field: 'reason', text: words.reason },
    // What the schema says of the whole: that nothing was changed.
    '': { field: 'title', text: words.unchanged },
  }),
  act: ({ register }, caller, ref, form) => {
    const was = entryOf(newlyBegun(form));
    const changed = Object.entries(entryOf(form)).filter(([name, value]) => !isDeepStrictEqual(value, was[name]));
    return register.amend(caller, ref, parsed(amendmentSchema, { ...Object.fromEntries(changed), reason: valueOf(form, 'reason') }));
  },
};

function newlyBegun(form: FormState): Pick<FormState, 'typed'> {
  try {
    const began = JSON.parse(valueOf(form, 'began')) as Record<string, unknown>;
    return { typed: Object.fromEntries(Object.entries(began).map(([name, value]) => [name, [String(value)]])) };
  } catch {
    return { typed: {} };
  }
}
