/** Held to the bars on texts of our own and on published passages, annotated before any rule was tuned; `test/bench/proposals-quality.ts` prints the figures. */
import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { readConventions, readLexicons } from '../../src/facts.js';
import { propose } from '../../src/domain/proposals/index.js';
import { annotatedTexts, figuresOf, paired } from '../bench/proposals/annotated.js';

const lexicons = readLexicons();
const conventions = readConventions('');

describe.each(['held-out', 'passages-held-out'])('On the texts of %s', (folder) => {
  const pairings = annotatedTexts(join(import.meta.dirname, '../bench/proposals', folder)).map((text) =>
    paired(text, propose({ ...text, sourceSha256: '', lexicon: lexicons[text.lang], conventions }).proposals),
  );
  const en = figuresOf(pairings.filter(({ text }) => text.lang === 'en'));
  const fr = figuresOf(pairings.filter(({ text }) => text.lang === 'fr'));
  const both = figuresOf(pairings);

  test('Of all proposals, F1 is 0.85 or better in either language', () => {
    expect(Math.min(en.all.f1, fr.all.f1)).toBeGreaterThanOrEqual(0.85);
  });

  test('Of those called likely, 92 in a hundred are right', () => {
    expect(both.likely.precision).toBeGreaterThanOrEqual(0.92);
  });

  test('French is as good as English, within 0.05', () => {
    expect(Math.abs(en.all.f1 - fr.all.f1)).toBeLessThanOrEqual(0.05);
  });

  test('Promisors are right in three of four, dates in 85 of a hundred', () => {
    expect(both.promisor.right / both.promisor.of).toBeGreaterThanOrEqual(0.75);
    expect(both.dated.right / both.dated.of).toBeGreaterThanOrEqual(0.85);
  });

  test('No date is invented', () => {
    expect(both.invented).toBe(0);
  });
});
