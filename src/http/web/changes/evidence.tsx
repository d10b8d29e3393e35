import { evidenceInputSchema, evidenceUploadSchema } from '../../../domain/evidence.js';
import { Refusal } from '../../../domain/refusal.js';
import { dayIn, parsed, together, valueOf, valueOrNull } from '../forms.js';
import { DateBoxes, FileField, TextArea, TextField } from '../pages/pieces/fields.js';
import type { Change } from './change.js';

export const evidenceChange: Change = {
  encoding: 'multipart/form-data',
  title: ({ evidence }) => evidence.title,
  start: () => ({}),
  Fields: ({ viewer, form, words: { forms, frame } }) => (
    <>
      <TextField form={form} name="shows" label={forms.evidence.shows} />
      <TextField form={form} name="url" label={forms.evidence.url} hint={forms.evidence.urlHint} />
      <FileField form={form} name="file" label={forms.evidence.file} hint={forms.evidence.fileHint} />
      <DateBoxes form={form} name="date" label={forms.evidence.date} hint={forms.evidence.dateHint} locale={viewer.locale} />
      <TextArea form={form} name="quote" label={frame.optional(forms.evidence.quote)} />
      <TextField form={form} name="archivedUrl" label={frame.optional(forms.evidence.archivedUrl)} />
    </>
  ),
  faults: (words) => ({
    '/shows': { field: 'shows', text: words.shows },
    '/url': { field: 'url', text: words.evidenceUrl },
    '/file': { field: 'file', text: words.fileTooLarge },
    '/date': { field: 'date', text: words.date },
    '/quote': { field: 'quote', text: words.evidenceQuote },
    '/archivedUrl': { field: 'archivedUrl', text: words.url },
  }),
  act: ({ verdicts, files }, caller, ref, form, file) => {
    const said = {
      shows: valueOf(form, 'shows'),
      date: dayIn(form, 'date') ?? '',
      quote: valueOrNull(form, 'quote'),
      archivedUrl: valueOrNull(form, 'archivedUrl'),
    };
    if (file === null) return verdicts.addEvidence(caller, ref, parsed(evidenceInputSchema, { ...said, url: valueOf(form, 'url') }));
    const [input] = together(
      () => parsed(evidenceUploadSchema, { ...said, url: valueOrNull(form, 'url') }),
      () => {
        if (file.isTooLarge) throw new Refusal('invalid_input', 'A smaller file.', { pointer: '/file' });
      },
    );
    return files.addFile(caller, ref, input, file);
  },
};
