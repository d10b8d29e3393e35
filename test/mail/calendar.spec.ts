import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import type { CalendarEntry } from '../../src/domain/calendar-entry.js';
import { calendarFile, calendarPart } from '../../src/mail/calendar.js';
import { readCalendar } from '../support/ics.js';

const target = {
  revision: 2,
  change: 'extended',
  kind: 'by',
  edtf: '2021',
  certainty: 'exact',
  phrase: null,
  phraseLang: null,
  saidOn: '2020-11-30',
  zone: 'Europe/Brussels',
  earliest: '2020-11-30',
  latest: '2021-12-31',
  overdueFrom: '2022-01-01',
  endedFrom: null,
  duration: null,
  trigger: null,
  triggeredOn: null,
  recurrence: null,
  conventions: [],
  reason: null,
  source: null,
} as const satisfies Partial<CalendarEntry['commitment']['target']>;

function anEntry(change: Partial<CalendarEntry> = {}, of: Partial<CalendarEntry['commitment']> = {}): CalendarEntry {
  return {
    uid: 'C-0001.1a2b3c4d@pledgebook.example.org',
    sequence: 2,
    stampedAt: '2020-12-01T08:09:10.123Z',
    day: '2021-12-31',
    furtherDays: [],
    state: 'confirmed',
    promisor: 'NATO',
    commitment: {
      ref: 'C-0001',
      title: 'Publish the report',
      statement: {
        quote: 'We will publish it',
        lang: 'en',
        speaker: null,
        speakerRole: null,
        saidOn: '2020-11-30',
        publishedOn: null,
        source: null,
      },
      topics: [],
      condition: null,
      progress: 'not_started',
      verdict: 'pending',
      verdictAt: null,
      fulfilledOn: null,
      standing: 'active',
      target: { ...target, conventions: [] },
      ...of,
    },
    ...change,
  };
}

const reader = { locale: 'en', publicUrl: 'https://pledgebook.example.org' } as const;
const file = (entries: CalendarEntry[], how: { todos?: boolean; locale?: 'en' | 'fr' } = {}): Promise<string> =>
  calendarFile({ pages: [entries], todos: false, refresh: 'PT6H', ...reader, ...how });

describe('A calendar', () => {
  it('has an all-day event on the last day, in nobody’s way', async () => {
    const { properties, entries } = readCalendar(await file([anEntry()]));
    expect(properties).toMatchObject({
      version: '2.0',
      'refresh-interval': 'PT6H',
      'x-published-ttl': 'PT6H',
      name: 'Pledgebook: commitments',
    });
    expect(properties).not.toHaveProperty('method');
    expect(entries).toEqual([
      expect.objectContaining({
        kind: 'vevent',
        uid: 'C-0001.1a2b3c4d@pledgebook.example.org',
        sequence: '2',
        dtstamp: '2020-12-01T08:09:10Z',
        dtstart: '2021-12-31',
        dtend: '2022-01-01',
        transp: 'TRANSPARENT',
        status: 'CONFIRMED',
        summary: 'Publish the report (by the end of 2021)',
        url: 'https://pledgebook.example.org/commitments/C-0001',
      }),
    ]);
  });

  it('speaks French to whoever reads French', async () => {
    const [event] = readCalendar(await file([anEntry({}, { verdict: 'not_fulfilled' })], { locale: 'fr' })).entries;
    expect(event?.['summary']).toBe('Non tenu\u00a0: Publish the report (d’ici la fin de 2021)');
    expect(event?.['description']).toContain('«\u00a0We will publish it\u00a0»');
  });

  it('lists the days of what comes round again under one UID', async () => {
    const [event, ...others] = readCalendar(await file([anEntry({ furtherDays: ['2022-12-31', '2023-12-31'] })])).entries;
    expect(event?.['rdate']).toEqual(['2022-12-31', '2023-12-31']);
    expect(others).toEqual([]);
  });

  test.each([
    ['NEEDS-ACTION', {}, {}],
    ['IN-PROCESS', {}, { progress: 'limited' }],
    ['COMPLETED', {}, { verdict: 'fulfilled', verdictAt: '2021-05-01T10:00:00.000Z' }],
    ['CANCELLED', {}, { verdict: 'not_fulfilled' }],
    ['CANCELLED', { state: 'cancelled' }, {}],
  ] as const)('has a to-do that %s where to-dos are asked for', async (status, change, of) => {
    const [event, todo] = readCalendar(await file([anEntry(change, of)], { todos: true })).entries;
    expect([event?.kind, todo?.kind, todo?.['status'], todo?.['due']]).toEqual(['vevent', 'vtodo', status, '2021-12-31']);
    expect(todo?.['uid']).not.toBe(event?.['uid']);
    expect(todo?.['completed']).toBe(status === 'COMPLETED' ? '2021-05-01T10:00:00Z' : undefined);
  });

  it('gives any text back as it was, on lines of 75 octets', async () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 200 })
      .filter((t) => !/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(t));
    await fc.assert(
      fc.asyncProperty(text, fc.array(text, { maxLength: 3 }), async (title, topics) => {
        const written = await file([anEntry({}, { title, topics })]);
        for (const line of written.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        const [event] = readCalendar(written).entries;
        expect(event?.['summary']).toBe(`${title} (by the end of 2021)`);
        if (topics.length > 0) expect([event?.['categories']].flat()).toEqual(topics);
      }),
    );
  });

  it('has no way for a text to become a property', async () => {
    const title = 'Report\r\nATTENDEE:mailto:victim@example.org\nEND:VEVENT';
    const { entries } = readCalendar(await file([anEntry({}, { title })]));
    expect(entries).toHaveLength(1);
    expect(entries[0]).not.toHaveProperty('attendee');
    expect(entries[0]?.['summary']).toMatch(/^Report\nATTENDEE/);
  });
});

test('A text is one value whatever separates values, and turns nothing that follows it', async () => {
  const written = await file([anEntry({}, { title: 'Report\u202e; ends', topics: ['aid, food; water\\air', 'law'] })]);
  const [event] = readCalendar(written).entries;
  expect(event?.['categories']).toEqual(['aid, food; water\\air', 'law']);
  expect(event?.['summary']).toMatch(/^Report ; ends/);
  expect(written).toContain('SUMMARY:Report \\; ends');
});

describe('The calendar part of a mail', () => {
  const organizer = { name: 'Desk "A"\r\nX', address: 'pledgebook@example.org' };

  it.each([
    ['confirmed', 'PUBLISH', 'CONFIRMED'],
    ['tentative', 'PUBLISH', 'TENTATIVE'],
    ['cancelled', 'CANCEL', 'CANCELLED'],
  ] as const)('of what is %s has the method %s', (state, method, status) => {
    const part = calendarPart(anEntry({ state }), organizer, reader);
    const { properties, entries } = readCalendar(part.content);
    expect([part.method, properties['method'], entries[0]?.['status']]).toEqual([method, method, status]);
    expect(entries[0]?.['organizer']).toBe('mailto:pledgebook@example.org');
    expect(entries).toHaveLength(1);
  });
});
