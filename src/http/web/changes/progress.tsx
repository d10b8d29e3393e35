import { progressValues } from '../../../domain/axes.js';
import { progressBody } from '../../api/commitment-bodies.js';
import { parsed, valueOf, valueOrNull } from '../forms.js';
import { RadioGroup, TextArea } from '../pages/pieces/fields.js';
import type { Change } from './change.js';

/** Reported by the promisor or by staff; never a verdict. */
export const progressChange: Change = {
  title: ({ progress }) => progress.title,
  start: () => ({}),
  Fields: ({ form, detail, words: { forms, axes, frame } }) => (
    <>
      <p>
        {forms.progress.now(axes.progress[detail.progress].toLowerCase())} {forms.progress.hint}
      </p>
      <RadioGroup
        form={form}
        name="progress"
        label={forms.progress.progress}
        choices={progressValues.map((value) => ({ value, label: axes.progress[value] }))}
      />
      <TextArea form={form} name="note" label={frame.optional(forms.progress.note)} />
    </>
  ),
  faults: (words) => ({ '/progress': { field: 'progress', text: words.progress }, '/note': { field: 'note', text: words.note } }),
  act: ({ register }, caller, ref, form) => {
    const { progress, note } = parsed(progressBody, { progress: valueOf(form, 'progress'), note: valueOrNull(form, 'note') });
    return register.reportProgress(caller, ref, progress, note);
  },
};
