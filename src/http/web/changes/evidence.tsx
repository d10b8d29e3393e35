import { evidenceInputSchema } from '../../../domain/evidence.js';
import { dayIn, parsed, valueOf, valueOrNull } from '../forms.js';
import { DateBoxes, TextArea, TextField } from '../pages/pieces/fields.js';
import type { Change } from './change.js';

export const evidenceChange: Change = {
  title: ({ evidence }) => evidence.title,
  start: () => ({}),
  Fields: ({ viewer, form, words: { forms, frame } }) => (
    <>
      <TextField form={form} name="shows" label={forms.evidence.shows} />
      <TextField form={form} name="url" label={forms.evidence.url} />
      <DateBoxes form={form} name="date" label={forms.evidence.date} hint={forms.evidence.dateHint} locale={viewer.locale} />
      <TextArea form={form} name="quote" label={frame.optional(forms.evidence.quote)} />
      <TextField form={form} name="archivedUrl" label={frame.optional(forms.evidence.archivedUrl)} />
    </>
  ),
  faults: (words) => ({
    '/shows': { field: 'shows', text: words.shows },
    '/url': { field: 'url', text: words.url },
    '/date': { field: 'date', text: words.date },
    '/quote': { field: 'quote', text: words.evidenceQuote },
    '/archivedUrl': { field: 'archivedUrl', text: words.url },
  }),
  act: ({ verdicts }, caller, ref, form) =>
    verdicts.addEvidence(
      caller,
      ref,
      parsed(evidenceInputSchema, {
        shows: valueOf(form, 'shows'),
        url: valueOf(form, 'url'),
        date: dayIn(form, 'date') ?? '',
        quote: valueOrNull(form, 'quote'),
        archivedUrl: valueOrNull(form, 'archivedUrl'),
      }),
    ),
};
