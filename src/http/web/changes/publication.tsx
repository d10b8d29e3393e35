import { publicationMoves } from '../../../domain/axes.js';
import { publicationBody } from '../../api/commitment-bodies.js';
import { parsed, valueOf, valueOrNull } from '../forms.js';
import { RadioGroup, TextArea } from '../pages/pieces/fields.js';
import type { Change } from './change.js';

export const publicationChange: Change = {
  title: ({ publication }, detail) => publication.titles[detail.publication],
  start: () => ({}),
  Fields: ({ form, detail, words: { forms, frame } }) => (
    <>
      <RadioGroup
        form={form}
        name="publication"
        label={forms.publication.label}
        choices={publicationMoves[detail.publication].map((value) => ({
          value,
          label: forms.publication.to[value],
          hint: forms.publication.hints[value],
        }))}
      />
      <TextArea form={form} name="reason" label={frame.optional(forms.reason)} hint={forms.reasonHint} />
    </>
  ),
  faults: (words) => ({
    '/publication': { field: 'publication', text: words.publication },
    '/reason': { field: 'reason', text: words.reason },
  }),
  act: ({ register }, caller, ref, form) => {
    const { publication, reason } = parsed(publicationBody, {
      publication: valueOf(form, 'publication'),
      reason: valueOrNull(form, 'reason'),
    });
    return register.publish(caller, ref, publication, reason);
  },
};
