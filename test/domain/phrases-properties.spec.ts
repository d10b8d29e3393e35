import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseEdtf } from '../../src/domain/edtf/index.js';
import { detectLang, type Lang } from '../../src/domain/phrases/index.js';
import { isDay } from '../../src/domain/time.js';
import { casesIn, type Expression, readOn } from './phrases-cast.js';

const langs: Lang[] = ['fr', 'en'];
const known = langs.flatMap((lang) => [
  ...casesIn<Expression>(`expressions-${lang}`).map(({ text }) => text),
  ...casesIn<{ text: string }>(`phrases-${lang}`).map(({ text }) => text),
]);
/** Words of real deadlines in any order: far more of the grammar is met than by letters at random. */
const words = [...new Set(known.flatMap((text) => text.split(/(?<=\s)|(?=\s)/)))];
const jumble = fc.array(fc.constantFrom(...words), { maxLength: 25 }).map((parts) => parts.join(' '));
const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), jumble, fc.constantFrom(...known));
const lang = fc.constantFrom<Lang>(...langs);
const saidOn = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2150-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('Whatever the text', () => {
  it('nothing is thrown, and every reading holds together', () => {
    fc.assert(
      fc.property(text, lang, saidOn, (phrase, language, day) => {
        let last = 0;
        for (const reading of readOn(phrase, language, { saidOn: day })) {
          expect(phrase.slice(reading.start, reading.end)).toBe(reading.text);
          expect(reading.text).not.toBe('');
          expect(reading.start).toBeGreaterThanOrEqual(last > reading.start ? reading.start : last);
          last = reading.start;
          if (reading.edtf !== null) parseEdtf(reading.edtf);
          for (const bound of [reading.earliest, reading.latest, reading.firstOverdueDay])
            if (bound !== null) expect(isDay(bound)).toBe(true);
          if (reading.earliest !== null && reading.latest !== null) expect(reading.earliest <= reading.latest).toBe(true);
          if (reading.firstOverdueDay !== null && reading.recurrence === undefined)
            expect(reading.firstOverdueDay > reading.latest!).toBe(true);
          expect(reading.kind === 'event').toBe(reading.trigger !== undefined);
          expect(reading.kind === 'recurring').toBe(reading.recurrence !== undefined);
          if (reading.kind === 'event' || reading.kind === 'undated') expect(reading.edtf).toBeNull();
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('it is read the same way twice', () => {
    fc.assert(
      fc.property(text, lang, saidOn, (phrase, language, day) => {
        expect(readOn(phrase, language, { saidOn: day })).toEqual(readOn(phrase, language, { saidOn: day }));
      }),
      { numRuns: 500 },
    );
  });

  it('capitals and white space around it change nothing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...casesIn<Expression>('expressions-fr').map((c) => c.text)), saidOn, (phrase, day) => {
        const plain = readOn(phrase, 'fr', { saidOn: day }).map(({ kind, edtf, certainty }) => ({ kind, edtf, certainty }));
        const loud = readOn(`\n ${phrase.toUpperCase()} `, 'fr', { saidOn: day }).map(({ kind, edtf, certainty }) => ({
          kind,
          edtf,
          certainty,
        }));
        expect(loud).toEqual(plain);
      }),
      { numRuns: 300 },
    );
  });

  it('its language is one of the two', () => {
    fc.assert(fc.property(text, (phrase) => langs.includes(detectLang(phrase))));
  });

  it('a long one does not take for ever', () => {
    const long = 'soon by 2025, within 30 days of the signing and every year until 2030 '.repeat(1500);
    expect(readOn(long, 'en').length).toBeGreaterThan(1000);
  });
});
