import { standings } from '../../../domain/axes.js';
import { standingBody } from '../../api/commitment-bodies.js';
import { parsed, valueOf } from '../forms.js';
import { RadioGroup, TextArea } from '../pages/pieces/fields.js';
import type { Change } from './change.js';

export const standingChange: Change = {
  title: ({ standing }) => standing.title,
  start: () => ({}),
  Fields: ({ form, detail, words: { forms, axes } }) => (
    <>
      <p>{forms.standing.now(axes.standing[detail.standing].toLowerCase())}</p>
      <RadioGroup
        form={form}
        name="standing"
        label={forms.standing.standing}
        choices={standings
          .filter((value) => value !== detail.standing)
          .map((value) => ({ value, label: axes.standing[value], hint: forms.standing.hints[value] }))}
      />
      <TextArea form={form} name="reason" label={forms.reason} hint={forms.reasonHint} />
    </>
  ),
  faults: (words) => ({ '/standing': { field: 'standing', text: words.standing }, '/reason': { field: 'reason', text: words.reason } }),
  act: ({ register }, caller, ref, form) => {
    const { standing, reason } = parsed(standingBody, { standing: valueOf(form, 'standing'), reason: valueOf(form, 'reason') });
    return register.setStanding(caller, ref, standing, reason);
  },
};
