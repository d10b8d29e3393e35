import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { composeTarget, occurrencesOf, type TargetDraft } from '../../src/domain/target.js';
import { shift, shiftDays } from '../../src/domain/shift.js';
import { addDays, addPeriod, isDay } from '../../src/domain/time.js';
import { readConventions } from '../../src/facts.js';

const conventions = readConventions('nowhere');

function recurring(draft: Partial<TargetDraft>) {
  return composeTarget({ kind: 'recurring', saidOn: '2020-11-30', zone: 'Europe/Brussels', recurrence: 'P1Y', ...draft }, conventions);
}

describe('The occurrences of a recurring target', () => {
  it('fill an interval one after the other, the last cut at its end', () => {
    const yearly = occurrencesOf(recurring({ edtf: '2021/2030' }), '2099-01-01');
    expect(yearly).toHaveLength(10);
    expect(yearly[0]).toEqual({ index: 0, earliest: '2021-01-01', latest: '2021-12-31', overdueFrom: '2022-01-01' });
    expect(yearly[9]).toEqual({ index: 9, earliest: '2030-01-01', latest: '2030-12-31', overdueFrom: '2031-01-01' });
    const cut = occurrencesOf(recurring({ edtf: '2021/2023', recurrence: 'P2Y' }), '2099-01-01');
    expect(cut.map(({ earliest, latest }) => [earliest, latest])).toEqual([
      ['2021-01-01', '2022-12-31'],
      ['2023-01-01', '2023-12-31'],
    ]);
  });

  it('come round again on a date by itself', () => {
    const march = occurrencesOf(recurring({ edtf: '2021-03-31' }), '2023-12-31');
    expect(march.map(({ earliest, latest }) => [earliest, latest])).toEqual([
      ['2021-03-31', '2021-03-31'],
      ['2022-03-31', '2022-03-31'],
      ['2023-03-31', '2023-03-31'],
    ]);
    const february = occurrencesOf(recurring({ edtf: '2023-02' }), '2024-12-31');
    expect(february.map(({ latest }) => latest)).toEqual(['2023-02-28', '2024-02-29']);
  });

  it('are counted from the day it was said where there is no date', () => {
    const every = occurrencesOf(recurring({ edtf: null, recurrence: 'P2Y' }), '2025-01-01');
    expect(every.map(({ earliest, latest }) => [earliest, latest])).toEqual([
      ['2020-11-30', '2022-11-29'],
      ['2022-11-30', '2024-11-29'],
      ['2024-11-30', '2026-11-29'],
    ]);
  });

  it('are counted from the anchor, never from the one before: the 31st stays at the end of the month', () => {
    const monthly = occurrencesOf(recurring({ edtf: '2021-01-31', recurrence: 'P1M' }), '2021-05-31');
    expect(monthly.map(({ latest }) => latest)).toEqual(['2021-01-31', '2021-02-28', '2021-03-31', '2021-04-30', '2021-05-31']);
  });

  it('all have the grace of the first', () => {
    const soft = occurrencesOf(recurring({ edtf: '2021/2030', certainty: 'approximate' }), '2023-01-01');
    expect(soft.map(({ overdueFrom }) => overdueFrom)).toEqual(['2022-04-01', '2023-04-01', '2024-03-31']);
  });

  test.each([
    ['2020-12-31', 0],
    ['2021-01-01', 1],
    ['2021-12-31', 1],
    ['2022-01-01', 2],
  ])('that begin until %s are %i', (until, count) => {
    expect(occurrencesOf(recurring({ edtf: '2021/2030' }), until)).toHaveLength(count);
  });

  it('stop where the calendar does', () => {
    expect(occurrencesOf(recurring({ edtf: '9990/..', recurrence: 'P4Y' }), '9999-12-31').map(({ latest }) => latest)).toEqual([
      '9993-12-31',
      '9997-12-31',
      '9999-12-31',
    ]);
  });

  it('follow each other without a gap or an overlap', () => {
    const periods = fc.constantFrom('P1Y', 'P2Y', 'P6M', 'P3M', 'P1M', 'P1W', 'P10D');
    const day = fc
      .date({ min: new Date('1950-01-01'), max: new Date('2080-01-01'), noInvalidDate: true })
      .map((d) => d.toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, periods, (saidOn, recurrence) => {
        const found = occurrencesOf(recurring({ saidOn, recurrence }), addDays(saidOn, 1500));
        expect(found[0]?.earliest).toBe(saidOn);
        for (const [i, one] of found.entries()) {
          expect(one.index).toBe(i);
          expect(one.latest >= one.earliest).toBe(true);
          if (i > 0) expect(one.earliest).toBe(addDays(found[i - 1]!.latest, 1));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('are none of a target that does not recur', () => {
    const target = composeTarget({ kind: 'by', edtf: '2021', saidOn: '2020-11-30', zone: 'UTC' }, conventions);
    expect(occurrencesOf(target, '2099-01-01')).toEqual([]);
  });
});

describe('Days are moved', () => {
  const day = fc
    .date({ min: new Date('0001-01-01'), max: new Date('9998-12-31'), noInvalidDate: true })
    .map((d) => d.toISOString().slice(0, 10));
  const part = (unit: string, max: number) => fc.nat(max).map((n) => (n === 0 ? '' : `${n}${unit}`));
  const period = fc
    .tuple(fc.constantFrom('', '-'), part('Y', 60), part('M', 30), part('W', 9), part('D', 800))
    .map(([sign, ...parts]) => `${sign}P${parts.join('') || '0D'}`);

  it('as Temporal moves them', () => {
    fc.assert(
      fc.property(day, period, fc.integer({ min: -3, max: 3 }), (from, by, times) => {
        const expected = addPeriod(from, by, times);
        const moved = shift(from, by, times);
        if (isDay(expected)) expect(moved).toBe(expected);
        else expect(isDay(moved)).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it('by single days as a calendar does', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -1000, max: 1000 }), (from, days) => {
        const expected = addDays(from, days);
        if (isDay(expected)) expect(shiftDays(from, days)).toBe(expected);
        else expect(isDay(shiftDays(from, days))).toBe(false);
      }),
      { numRuns: 3000 },
    );
  });

  it('by no period that has hours', () => {
    expect(() => shift('2021-01-01', 'PT1H')).toThrow(RangeError);
  });
});
