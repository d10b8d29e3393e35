import { describe, expect, it, test } from '@jest/globals';
import {
  type Certainty,
  composeTarget,
  firstOverdueDay,
  notStartedFrom,
  type Promised,
  slipDays,
  TargetError,
  targetInputSchema,
  type TargetKind,
  targetPrecision,
  targetSchema,
  windowOf,
} from '../../src/domain/target.js';
import { readConventions } from '../../src/facts.js';

const conventions = readConventions('nowhere');
const saidOn = '2020-11-30';

function promised(kind: TargetKind, edtf: string | null, change: Partial<Promised> = {}): Promised {
  return { kind, edtf, certainty: 'exact', saidOn, ...change };
}

describe('The window of a target', () => {
  // kind, expression, certainty: earliest, latest, overdue from, ended from
  test.each<[TargetKind, string, Certainty, string | null, string | null, string | null, string | null]>([
    ['on', '2020-12-01/2020-12-02', 'exact', '2020-12-01', '2020-12-02', '2020-12-03', null],
    ['on', '2021-06-14', 'exact', '2021-06-14', '2021-06-14', '2021-06-15', null],
    ['during', '2021', 'exact', '2021-01-01', '2021-12-31', '2022-01-01', null],
    ['during', '2021-37', 'to_be_fixed', '2021-01-01', '2021-04-30', '2021-05-31', null],
    ['during', '2020-11-30/2021-05-30', 'approximate', '2020-11-30', '2021-05-30', '2021-06-07', null],
    ['during', '2021-22', 'uncertain', '2021-06-01', '2021-08-31', '2021-10-01', null],
    ['during', '2020-24', 'exact', '2020-12-01', '2021-02-28', '2021-03-01', null],
    ['during', '202X', 'approximate', '2020-01-01', '2029-12-31', '2030-04-01', null],
    ['by', '2022', 'exact', saidOn, '2022-12-31', '2023-01-01', null],
    ['by', '2030', 'approximate', saidOn, '2030-12-31', '2031-04-01', null],
    ['by', '2021-02-28', 'exact', saidOn, '2021-02-28', '2021-03-01', null],
    ['by', '../2024', 'exact', saidOn, '2024-12-31', '2025-01-01', null],
    ['before', '2021-03-31', 'exact', saidOn, '2021-03-30', '2021-03-31', null],
    ['before', '2025', 'exact', saidOn, '2024-12-31', '2025-01-01', null],
    ['before', '2025', 'approximate', saidOn, '2024-12-31', '2025-04-01', null],
    ['until', '2024', 'exact', saidOn, '2024-12-31', null, '2025-01-01'],
    ['until', '2024', 'approximate', saidOn, '2024-12-31', null, '2025-01-01'],
    ['throughout', '2021', 'approximate', '2021-01-01', '2021-12-31', null, '2022-01-01'],
    ['throughout', '2021/2024', 'exact', '2021-01-01', '2024-12-31', null, '2025-01-01'],
    ['from', '2021-01-01', 'exact', '2021-01-01', null, null, null],
    ['from', '2022', 'exact', '2022-01-01', null, null, null],
    ['from', '2022/..', 'exact', '2022-01-01', null, null, null],
  ])('%s %s, %s: %s to %s, overdue from %s, ended from %s', (kind, edtf, certainty, earliest, latest, overdueFrom, endedFrom) => {
    expect(windowOf(promised(kind, edtf, { certainty }), conventions)).toMatchObject({ earliest, latest, overdueFrom, endedFrom });
  });

  it('of a date that had passed when it was named is not upside down', () => {
    expect(windowOf(promised('by', '2019'), conventions)).toMatchObject({ earliest: '2019-12-31', latest: '2019-12-31' });
  });

  it('is empty without a date', () => {
    const nothing = { earliest: null, latest: null, overdueFrom: null, endedFrom: null, precision: null };
    expect(windowOf(promised('undated', null), conventions)).toEqual(nothing);
    expect(windowOf(promised('event', null, { duration: 'P30D' }), conventions)).toEqual(nothing);
  });

  test.each([
    ['P30D', '2021-07-14', '2021-07-15'],
    ['-P1D', '2021-06-13', '2021-06-14'],
    ['P1M', '2021-07-14', '2021-07-15'],
    [null, '2021-06-14', '2021-06-15'],
  ])('of an event is %s after its trigger, once that is dated', (duration, latest, overdueFrom) => {
    const window = windowOf(promised('event', null, { duration, triggeredOn: '2021-06-14' }), conventions);
    expect(window).toEqual({ earliest: latest, latest, overdueFrom, endedFrom: null, precision: 'day' });
  });

  it('of a recurring target runs from its first to its last occurrence, overdue with the first', () => {
    const yearly = windowOf(promised('recurring', '2021/2030', { recurrence: 'P1Y' }), conventions);
    expect(yearly).toEqual({ earliest: '2021-01-01', latest: '2030-12-31', overdueFrom: '2022-01-01', endedFrom: null, precision: 'year' });
    const endless = windowOf(promised('recurring', null, { recurrence: 'P2Y' }), conventions);
    expect(endless).toMatchObject({ earliest: saidOn, latest: null, overdueFrom: '2022-11-30' });
    const soft = windowOf(promised('recurring', '2021-03-31', { recurrence: 'P1Y', certainty: 'approximate' }), conventions);
    expect(soft).toMatchObject({ earliest: '2021-03-31', latest: null, overdueFrom: '2021-04-08', precision: 'day' });
  });
});

describe('What makes no target is refused with where and why', () => {
  test.each<[string, Promised, RegExp]>([
    ['/edtf', promised('by', null), /needs a date/],
    ['/edtf', promised('by', '2021-13'), /position 5.*a month from 01 to 12/],
    ['/edtf', promised('by', '2021-02-29'), /a day from 01 to 28/],
    ['/edtf', promised('during', '{2021,2023}'), /set of dates/],
    ['/edtf', promised('during', '[2021,2023]'), /set of dates/],
    ['/edtf', promised('during', '2021/..'), /whose end is known/],
    ['/edtf', promised('during', '2021/'), /whose end is known/],
    ['/edtf', promised('from', '../2021'), /whose beginning is known/],
    ['/edtf', promised('until', '2021/..'), /whose end is known/],
    ['/edtf', promised('by', 'Y12021'), /years 0000 to 9999/],
    ['/edtf', promised('by', '-0500'), /years 0000 to 9999/],
    ['/edtf', promised('by', '9999'), /years 0000 to 9999/],
    ['/edtf', promised('undated', '2021'), /has no date/],
    ['/edtf', promised('event', '2021'), /counted from its trigger/],
    ['/duration', promised('by', '2021', { duration: 'P30D' }), /Only an event/],
    ['/duration', promised('event', null, { duration: 'P9999Y', triggeredOn: '2021-06-14' }), /years 0000 to 9999/],
    ['/triggeredOn', promised('by', '2021', { triggeredOn: '2021-01-01' }), /Only an event/],
    ['/recurrence', promised('by', '2021', { recurrence: 'P1Y' }), /Only a recurring/],
    ['/recurrence', promised('recurring', '2021'), /how often/],
    ['/recurrence', promised('recurring', '2021', { recurrence: 'P0D' }), /at least a day/],
    ['/recurrence', promised('recurring', '2021', { recurrence: '-P1Y' }), /at least a day/],
    ['/edtf', promised('recurring', '../2030', { recurrence: 'P1Y' }), /whose beginning is known/],
  ])('%s: %j', (pointer, target, why) => {
    let refusal: unknown;
    try {
      windowOf(target, conventions);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(TargetError);
    expect(refusal).toMatchObject({ pointer, message: expect.stringMatching(why) });
  });
});

describe('A target put together', () => {
  const zone = 'Europe/Brussels';

  it('has all its members, and fits the stored shape', () => {
    const target = composeTarget({ kind: 'until', edtf: '2024', phrase: 'jusqu’en 2024', phraseLang: 'fr', saidOn, zone }, conventions);
    expect(target).toEqual({
      revision: 1,
      change: 'original',
      kind: 'until',
      edtf: '2024',
      certainty: 'exact',
      phrase: 'jusqu’en 2024',
      phraseLang: 'fr',
      saidOn,
      zone,
      earliest: saidOn,
      latest: '2024-12-31',
      overdueFrom: null,
      endedFrom: '2025-01-01',
      duration: null,
      trigger: null,
      triggeredOn: null,
      recurrence: null,
      conventions: [],
      reason: null,
      source: null,
    });
    expect(targetSchema.parse(target)).toEqual(target);
  });

  test.each([
    ['2021~', 'approximate', '2022-04-01'],
    ['2021?', 'uncertain', '2022-04-01'],
    ['2021%', 'uncertain', '2022-04-01'],
    ['2021', 'exact', '2022-01-01'],
  ])('takes its certainty from the expression: %s is %s', (edtf, certainty, overdueFrom) => {
    expect(composeTarget({ kind: 'by', edtf, saidOn, zone }, conventions)).toMatchObject({ certainty, overdueFrom });
  });

  it('names the grace where one was given', () => {
    expect(composeTarget({ kind: 'by', edtf: '2021~', saidOn, zone, conventions: ['limit-included'] }, conventions).conventions).toEqual([
      'limit-included',
      'grace',
    ]);
  });

  test.each([
    ['/certainty', { kind: 'by', edtf: '2021~', certainty: 'exact' }],
    ['/trigger', { kind: 'event' }],
    ['/trigger', { kind: 'by', edtf: '2021', trigger: 'the summit' }],
    ['/edtf', { kind: 'by' }],
  ] as const)('is refused at %s: %j', (pointer, draft) => {
    expect(() => composeTarget({ saidOn, zone, ...draft }, conventions)).toThrow(expect.objectContaining({ pointer }));
  });
});

describe('Of two targets', () => {
  test.each([
    ['2021-04-30', '2021-06-14', 45],
    ['2021-12-31', '2021-06-30', -184],
    ['2021-12-31', '2021-12-31', 0],
    [null, '2021-12-31', null],
    ['2021-12-31', null, null],
  ])('from %s to %s the slip is %p days', (original, current, days) => {
    expect(slipDays({ latest: original }, { latest: current })).toBe(days);
  });
});

describe('What was to begin', () => {
  test.each([
    ['from', '2021-01-01', '2021-01-02'],
    ['from', '2022', '2023-01-01'],
    ['from', '2021-06', '2021-07-01'],
    ['from', '2022/..', '2022-01-02'],
    ['by', '2022', null],
    ['undated', null, null],
  ] as const)('%s %s has not begun by %s', (kind, edtf, day) => {
    expect(notStartedFrom({ kind, edtf })).toBe(day);
  });
});

describe('How finely a target is known', () => {
  const base = { saidOn, triggeredOn: null, recurrence: null };

  test.each([
    [{ ...base, kind: 'by', edtf: '2021-03' }, 'month'],
    [{ ...base, kind: 'during', edtf: '2020-11-30/2021-05-30' }, 'day'],
    [{ ...base, kind: 'undated', edtf: null }, null],
    [{ ...base, kind: 'event', edtf: null }, null],
    [{ ...base, kind: 'event', edtf: null, triggeredOn: '2021-06-14' }, 'day'],
    [{ ...base, kind: 'recurring', edtf: '2021/2030', recurrence: 'P1Y' }, 'year'],
    [{ ...base, kind: 'recurring', edtf: '2021/2030', recurrence: 'P1M' }, 'month'],
    [{ ...base, kind: 'recurring', edtf: null, recurrence: 'P6M' }, 'half'],
    [{ ...base, kind: 'recurring', edtf: null, recurrence: 'P1W' }, 'day'],
    [{ ...base, kind: 'recurring', edtf: '2021-03-31', recurrence: 'P1Y' }, 'day'],
  ] as const)('%j: %s', (target, precision) => {
    expect(targetPrecision(target)).toBe(precision);
  });

  it('tells the first overdue day that was worked out', () => {
    expect(firstOverdueDay({ overdueFrom: '2022-01-01' })).toBe('2022-01-01');
  });
});

describe('What a caller may send', () => {
  test.each([
    { phrase: 'jusqu’en 2024', lang: 'fr' },
    { kind: 'by', edtf: '2021' },
    { kind: 'undated' },
    { kind: 'event', trigger: 'the signing', duration: 'P30D' },
    { kind: 'event', trigger: 'the election', duration: '-P30D', phrase: '30 days before the election', lang: 'en' },
    { kind: 'recurring', recurrence: 'P1Y', edtf: '2021/2030', certainty: 'approximate' },
  ])('is taken: %j', (input) => {
    expect(targetInputSchema.safeParse(input).success).toBe(true);
  });

  test.each([
    {},
    { phrase: '', lang: 'fr' },
    { phrase: 'bis 2024', lang: 'de' },
    { phrase: 'jusqu’en 2024', lang: 'fr', edtf: '2024' },
    { kind: 'sometime', edtf: '2021' },
    { kind: 'by', edtf: '2021', latest: '2021-12-31' },
    { kind: 'event', trigger: 'the signing', duration: 'PT30H' },
    { kind: 'event', trigger: 'the signing', duration: 'P' },
    { kind: 'recurring', recurrence: 'P0D' },
    { kind: 'recurring', recurrence: '-P1Y' },
    { edtf: '2021' },
  ])('is refused: %j', (input) => {
    expect(targetInputSchema.safeParse(input).success).toBe(false);
  });
});
