/** Calendars and feeds of changes, as programs that subscribed to them ask for them. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { revisionInputSchema } from '../../src/domain/target-reading.js';
import { FeedsService } from '../../src/services/feeds.service.js';
import { PeopleService } from '../../src/services/people.service.js';
import { RegisterService } from '../../src/services/register.service.js';
import { system } from '../../src/services/commands.js';
import { allEvents } from '../../src/store/log.store.js';
import { openApi, type Answer, type Api, type Client } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { aCommitment, gather, type Cast } from '../support/cast.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { readCalendar } from '../support/ics.js';
import { childrenOf, readXml, textOf, type Node } from '../support/xml.js';

let app: TestApp;
let api: Api;
let cast: Cast;
let admin: Client;

const register = (change: Record<string, unknown> = {}): Promise<{ ref: string }> =>
  app.get(RegisterService).register(cast.desk.caller, aCommitment(change));
const move = (ref: string, edtf: string): Promise<unknown> =>
  app.get(RegisterService).reviseTarget(
    cast.desk.caller,
    ref,
    revisionInputSchema.parse({
      target: { kind: 'by', edtf },
      change: 'extended',
      reason: 'More <time> & money',
      source: 'https://example.org/',
    }),
  );
const retract = (ref: string): Promise<unknown> => app.get(RegisterService).publish(cast.desk.caller, ref, 'retracted', 'Misheard');
const follow = (person: string, scope: string, subject: string | null): Promise<unknown> =>
  app.get(PeopleService).subscribe(system, { person, scope: scope as 'topic', subject });

/** The paths of somebody's calendar and feed, made anew. */
async function addresses(of: { id: string }): Promise<{ calendar: string; changes: string }> {
  const { calendar, changes } = await app.get(FeedsService).rotateCalendar(cast.admin.caller, of.id);
  return { calendar: new URL(calendar).pathname, changes: new URL(changes).pathname };
}

const refsIn = (answer: Answer<unknown>): string[] => readCalendar(answer.text).entries.map(({ uid }) => String(uid).split('.')[0]!);
const entriesOf = (answer: Answer<unknown>): Node[] => childrenOf(readXml(answer.text), 'entry');
const titlesIn = (answer: Answer<unknown>): string[] => entriesOf(answer).map((entry) => textOf(entry, 'title'));
const linkOf = (answer: Answer<unknown>, rel: string): string | undefined =>
  childrenOf(readXml(answer.text), 'link').find(({ attributes }) => attributes['rel'] === rel)?.attributes['href'];

describeOnEachDatabase('Over HTTP', (kind) => {
  beforeEach(async () => {
    app = await openTestApp({ kind });
    cast = await gather(app);
    api = await openApi(app);
    admin = await api.as(cast.admin);
  });
  afterEach(() => app.close());

  describe('a calendar', () => {
    it('has what its reader owns and follows, and nothing else', async () => {
      await register({ owner: null, topics: ['100% renewable'] });
      await register();
      await register({ owner: null, promisor: 'Somebody else' });
      await register({ owner: null, beneficiaries: ['The public'] });
      await register({ owner: null, topics: ['1009 renewable'] });
      await register({ target: { kind: 'undated' } });
      const { calendar } = await addresses(cast.desk);
      expect(refsIn(await api.nobody.get(calendar))).toEqual(['C-0002']);
      await follow('desk@example.org', 'topic', '100% renewable');
      await follow('desk@example.org', 'commitment', 'C-0003');
      const beneficiary = (await app.get(PeopleService).page('party', { limit: 50 })).items.find(({ name }) => name === 'The public');
      await follow('desk@example.org', 'party', beneficiary?.id ?? '');
      expect(refsIn(await api.nobody.get(calendar))).toEqual(['C-0001', 'C-0002', 'C-0003', 'C-0004']);
      const everything = await addresses(cast.colleague);
      expect(refsIn(await api.nobody.get(everything.calendar))).toEqual([]);
      await follow('colleague@example.org', 'all', null);
      expect(refsIn(await api.nobody.get(everything.calendar))).toHaveLength(5);
    });

    it('is answered as a calendar for its reader alone to keep', async () => {
      await register();
      const { calendar } = await addresses(cast.desk);
      const { status, headers, text } = await api.nobody.get(`${calendar}?todo=1&lang=fr`);
      expect([status, headers['content-type'], headers['cache-control']]).toEqual([
        200,
        'text/calendar; charset=utf-8',
        'private, max-age=300',
      ]);
      expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff', 'x-robots-tag': 'noindex' });
      const { properties, entries } = readCalendar(text);
      expect(properties).toMatchObject({ 'refresh-interval': 'PT6H', 'x-published-ttl': 'PT6H' });
      expect(entries.map((entry) => entry.kind)).toEqual(['vevent', 'vtodo']);
      expect(entries[0]?.['summary']).toBe('Publish the annual report (au plus tard le 31 mars 2021)');
    });

    it('is not sent again while nothing changed; a moved date changes its ETag and SEQUENCE, never the UID', async () => {
      const { ref } = await register();
      const { calendar } = await addresses(cast.desk);
      const first = await api.nobody.get(calendar);
      app.clock.advanceBy(3_600_000);
      await app.get(RegisterService).addNote(cast.desk.caller, ref, 'Nothing that shows');
      const again = await api.nobody.get(calendar, { 'if-none-match': `"other", ${first.headers['etag']}` });
      expect([again.status, again.text, again.headers['etag']]).toEqual([304, '', first.headers['etag']]);
      await move(ref, '2021-06-30');
      const moved = await api.nobody.get(calendar, { 'if-none-match': first.headers['etag']! });
      expect(moved.status).toBe(200);
      expect(moved.headers['etag']).not.toBe(first.headers['etag']);
      const [before, after] = [first, moved].map(({ text }) => readCalendar(text).entries[0]);
      expect(after).toMatchObject({ uid: before?.['uid'], sequence: '2', dtstart: '2021-06-30', dtstamp: '2020-11-30T08:00:00Z' });
      expect(before).toMatchObject({ sequence: '1', dtstart: '2021-03-31', dtstamp: '2020-11-30T07:00:00Z' });
    });

    it('has a new address when it is asked for, and the old one is dead at once', async () => {
      await register();
      const { status, json } = await admin.post<{ calendar: string; changes: string }>(`/api/v1/people/${cast.desk.id}/calendar`, {});
      expect(status).toBe(201);
      const old = new URL(json.calendar).pathname;
      expect(old).toMatch(/^\/calendar\/[\w-]{43}\.ics$/);
      const now = await addresses(cast.desk);
      expect(now.calendar).not.toBe(old);
      const [dead, never] = [await api.nobody.get(old), await api.nobody.get(`/calendar/${'A'.repeat(43)}.ics`)];
      expect([dead.status, dead.text]).toEqual([404, never.text]);
      expect((await api.nobody.get(now.calendar)).status).toBe(200);
      for (const wrong of [
        now.calendar.slice(0, -4),
        now.calendar.replace('.ics', '.atom'),
        now.changes.replace('.atom', '.ics').replace('/changes/', '/changes/x'),
      ])
        expect((await api.nobody.get(wrong)).status).toBe(404);
    });

    it('is gone with its reader', async () => {
      const { calendar, changes } = await addresses(cast.desk);
      await app.get(PeopleService).changePerson(system, cast.desk.id, { disabled: true });
      for (const path of [calendar, changes]) expect((await api.nobody.get(path)).status).toBe(404);
      await expect(addresses(cast.desk)).rejects.toMatchObject({ code: 'not_allowed_now' });
    });

    it('leaves its secret neither in the log, nor in any table, nor among the answers that are kept', async () => {
      const key = { 'idempotency-key': 'once' };
      const path = `/api/v1/people/${cast.desk.id}/calendar`;
      const first = await admin.post<{ calendar: string }>(path, {}, key);
      const again = await admin.post<{ calendar: string }>(path, {}, key);
      expect(again.json).toEqual(first.json);
      const token = /[\w-]{43}/.exec(first.json.calendar)![0];
      const kept: unknown[] = [];
      for await (const event of allEvents(app.database.read)) kept.push(event);
      expect(kept).toContainEqual(expect.objectContaining({ type: 'feed_token.rotated', payload: { person: cast.desk.id } }));
      for (const table of ['answered', 'feed_token', 'log_event', 'sealed_value'])
        kept.push(...(await app.database.read.query<unknown[]>(`SELECT * FROM ${table}`)));
      expect(JSON.stringify(kept)).not.toContain(token);
    });
  });

  describe('the export', () => {
    it('has all that is published, now and as of a day', async () => {
      const { ref } = await register({ owner: null });
      await register({ publish: false });
      app.clock.advanceBy(2 * 86_400_000);
      await move(ref, '2021-06-30');
      const reader = await api.as(cast.auditor);
      const now = await reader.get('/api/v1/exports/commitments.ics');
      const then = await reader.get('/api/v1/exports/commitments.ics?asOf=2020-11-30');
      expect([now, then].map((answer) => [refsIn(answer), readCalendar(answer.text).entries[0]?.['dtstart']])).toEqual([
        [['C-0001'], '2021-06-30'],
        [['C-0001'], '2021-03-31'],
      ]);
      expect(readCalendar(then.text).entries[0]).toMatchObject({ sequence: '1', dtstamp: '2020-11-30T07:00:00Z' });
      expect(readCalendar(now.text).properties).not.toHaveProperty('refresh-interval');
      expect((await api.nobody.get('/api/v1/exports/commitments.ics')).status).toBe(401);
    });
  });

  describe('the feed of changes', () => {
    it('tells what was published and how dates moved, before and after, with the reason', async () => {
      const { ref } = await register({ title: 'Publish <b>the</b> report & more' });
      app.clock.advanceBy(1000);
      await move(ref, '2021-06-30');
      const { changes } = await addresses(cast.desk);
      const answer = await api.nobody.get(changes);
      expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/atom+xml; charset=utf-8']);
      expect(titlesIn(answer)).toEqual([
        'C-0001 date changed: Publish <b>the</b> report & more',
        'C-0001 published: Publish <b>the</b> report & more',
      ]);
      const feed = readXml(answer.text);
      expect([feed.attributes['xml:lang'], textOf(feed, 'updated')]).toEqual(['en', '2020-11-30T07:00:01.000Z']);
      const [entry] = entriesOf(answer);
      expect(textOf(entry!, 'id')).toMatch(/^tag:pledgebook\.example\.org,2026:[\w-]+\/log\/\d+$|^tag:localhost,2026:[\w-]+\/log\/\d+$/);
      expect(textOf(entry!, 'updated')).toBe('2020-11-30T07:00:01.000Z');
      const content = textOf(entry!, 'content');
      expect(content).toMatch(/^Before: by 31 March 2021\nNow: by 30 June 2021\nKind of change: extended\nReason: More <time> & money\n/);
      expect(content).toContain('Moved in all, in days: 91');
      const french = await api.nobody.get(`${changes}?lang=fr`);
      expect(textOf(entriesOf(french)[0]!, 'content')).toMatch(/^Avant\u00a0: au plus tard le 31 mars 2021\nDésormais\u00a0: /);
      expect(entriesOf(french).map((e) => textOf(e, 'id'))).toEqual(entriesOf(answer).map((e) => textOf(e, 'id')));
    });

    it('is one’s own by its address, and the whole register’s with a token', async () => {
      await register();
      await register({ owner: null });
      const { changes } = await addresses(cast.desk);
      expect(titlesIn(await api.nobody.get(changes))).toHaveLength(1);
      const whole = await (await api.as(cast.auditor)).get('/api/v1/changes.atom');
      expect(titlesIn(whole)).toHaveLength(2);
      expect((await api.nobody.get(changes, { 'if-none-match': (await api.nobody.get(changes)).headers['etag']! })).status).toBe(304);
    });

    it('names nobody who works here and tells no notes', async () => {
      const { ref } = await register();
      await app.get(RegisterService).addNote(cast.desk.caller, ref, 'An inside remark');
      await app.get(RegisterService).reportProgress(cast.desk.caller, ref, 'limited', 'Another inside remark');
      await app.get(RegisterService).amend(cast.desk.caller, ref, { owner: 'colleague@example.org', reason: 'Desk left' });
      const { text } = await (await api.as(cast.auditor)).get('/api/v1/changes.atom');
      expect(titlesIn({ text } as Answer<unknown>)).toEqual([
        'C-0001 progress reported: Publish the annual report',
        'C-0001 published: Publish the annual report',
      ]);
      for (const inside of ['remark', '@example.org', 'Desk left', cast.desk.id, cast.colleague.id]) expect(text).not.toContain(inside);
    });

    it('goes back page by page until the first change, each of them once or twice and none missing', async () => {
      const expected: string[] = [];
      for (let i = 1; i <= 130; i++) {
        const { ref } = await register({ owner: null });
        await move(ref, '2021-06-30');
        expected.push(`${ref} published: Publish the annual report`, `${ref} date changed: Publish the annual report`);
      }
      const reader = await api.as(cast.auditor);
      let answer = await reader.get('/api/v1/changes.atom');
      expect(titlesIn(answer).length).toBeGreaterThanOrEqual(50);
      expect(linkOf(answer, 'current')).toBeUndefined();
      const found = new Set(titlesIn(answer));
      const pages = new Set<string>();
      for (let earlier = linkOf(answer, 'prev-archive'); earlier !== undefined; earlier = linkOf(answer, 'prev-archive')) {
        expect(pages).not.toContain(earlier);
        pages.add(earlier);
        const { pathname, search } = new URL(earlier);
        answer = await reader.get(`${pathname}${search}`);
        expect(linkOf(answer, 'self')).toBe(earlier);
        expect(childrenOf(readXml(answer.text), 'fh:archive')).toHaveLength(1);
        for (const title of titlesIn(answer)) found.add(title);
      }
      expect(pages.size).toBeGreaterThan(0);
      expect([...found].sort()).toEqual(expected.sort());
      expect((await reader.get('/api/v1/changes.atom?from=7')).status).toBe(404);
    });

    it('has nothing any more of what was retracted', async () => {
      const { ref } = await register();
      const { changes } = await addresses(cast.desk);
      expect(entriesOf(await api.nobody.get(changes))).toHaveLength(1);
      await retract(ref);
      expect(entriesOf(await api.nobody.get(changes))).toEqual([]);
    });
  });
});
