import { expect, test } from '@jest/globals';
import { pdfOf, type PdfDocument } from '../../src/documents/pdf.js';

function saying(text: string, fault: object = {}): PdfDocument {
  const foot = { text: 'foot', page: '{page}/{pages}', style: { margin: [0, 0, 0, 0] as [number, number, number, number], fontSize: 8, color: '#000000' } };
  return { content: [{ text, ...fault }], foot, rule: '#000000' };
} // prettier-ignore

test('those who ask for one document at once are handed one PDF', async () => {
  const [one, other] = await Promise.all([pdfOf(saying('a')), pdfOf(saying('a'))]);
  expect(one.subarray(0, 5).toString()).toBe('%PDF-');
  expect(other).toBe(one);
});

test('a document that cannot be laid out fails alone', async () => {
  const [broken, sound] = await Promise.allSettled([pdfOf(saying('a', { font: 'of nobody' })), pdfOf(saying('b'))]);
  expect([broken.status, sound.status]).toEqual(['rejected', 'fulfilled']);
});
