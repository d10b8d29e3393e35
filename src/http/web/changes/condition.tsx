import { conditionStates } from '../../../domain/commitment.js';
import { conditionBody } from '../../api/commitment-bodies.js';
import { parsed, valueOf, valueOrNull } from '../forms.js';
import { RadioGroup, TextArea } from '../pages/pieces/fields.js';
import type { Change } from './change.js';

export const conditionChange: Change = {
  title: ({ conditionForm }) => conditionForm.title,
  start: ({ condition }) => ({ text: condition?.text ?? '', state: condition?.state ?? 'pending' }),
  Fields: ({ form, detail, words: { forms, axes, frame } }) => (
    <>
      <TextArea
        form={form}
        name="text"
        label={frame.optional(forms.conditionForm.text)}
        hint={forms.conditionForm.textHint}
        lang={detail.statement.lang}
      />
      <RadioGroup
        form={form}
        name="state"
        label={forms.conditionForm.state}
        choices={conditionStates.map((value) => ({ value, label: axes.conditionState[value] }))}
      />
      <TextArea form={form} name="reason" label={frame.optional(forms.reason)} hint={forms.reasonHint} />
    </>
  ),
  faults: (words) => ({
    '/condition/text': { field: 'text', text: words.condition },
    '/condition/state': { field: 'state', text: words.state },
    '/reason': { field: 'reason', text: words.reason },
  }),
  act: ({ register }, caller, ref, form) => {
    const text = valueOrNull(form, 'text');
    const given = text === null ? null : { text, state: valueOf(form, 'state') };
    const { condition, reason } = parsed(conditionBody, { condition: given, reason: valueOrNull(form, 'reason') });
    return register.setCondition(caller, ref, condition, reason);
  },
};
