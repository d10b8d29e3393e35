import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { AuditService } from '../../src/services/audit.service.js';
import { VerificationService } from '../../src/services/verification.service.js';
import { openApi, type Client } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather, register, type Cast } from '../support/cast.js';

interface View {
  name: string;
  version: number;
  calendar: string | null;
  steps: Record<string, unknown>[];
  inForce: boolean;
  addedBy: string | null;
  activatedAt: string | null;
}

let app: TestApp;
let admin: Client;
let staff: Client;
let cast: Cast;

beforeAll(async () => {
  app = await openTestApp();
  cast = await gather(app);
  const api = await openApi(app);
  [admin, staff] = [await api.as(cast.admin), await api.as(cast.desk)];
  await register(app, cast);
});
afterAll(async () => {
  expect(await app.get(VerificationService).verify()).toMatchObject({ ok: true, faults: [] });
  expect((await app.get(AuditService).conservation()).unaccounted).toBe(0);
  await app.close();
});

const standard = async (): Promise<View> => (await staff.get<View>('/api/v1/policies/standard/1')).json;
const own = async (change: Record<string, unknown> = {}) => ({ name: 'own', steps: (await standard()).steps, ...change });

describe('The policies', () => {
  it('are at first the one that comes with the program, in force though nobody put it there', async () => {
    const { json } = await staff.get<{ items: View[]; total: number; next: null }>('/api/v1/policies');
    expect([json.items.length, json.total, json.next]).toEqual([1, 1, null]);
    expect(json.items[0]).toMatchObject({ name: 'standard', version: 1, calendar: null, inForce: true, addedBy: null, activatedAt: null });
    expect(json.items[0]).toEqual(await standard());
  });

  test.each(['/api/v1/policies/standard/9', '/api/v1/policies/none/1'])('%s is not found', async (path) => {
    expect((await staff.get(path)).status).toBe(404);
  });

  it('gain the next version of a name, whatever it is, and never another of the same number', async () => {
    const first = await admin.post<View>('/api/v1/policies', await own());
    expect([first.status, first.json]).toEqual([
      201,
      expect.objectContaining({ name: 'own', version: 1, inForce: false, addedBy: cast.admin.id }),
    ]);
    expect((await admin.post<View>('/api/v1/policies', await own({ calendar: 'DE-BY', version: 2 }))).json.version).toBe(2);
    const again = await admin.post('/api/v1/policies', await own({ version: 2 }));
    expect([again.status, again.json.code, again.json.errors[0]?.pointer]).toEqual([409, 'conflict', '/version']);
    expect((await admin.post<View>('/api/v1/policies', await own({ name: 'standard' }))).json.version).toBe(2);
    const list = await staff.get<{ items: View[]; next: string }>('/api/v1/policies?limit=2');
    expect([list.json.items.map(({ name, version }) => `${name}/${version}`), list.json.next]).toEqual([['own/1', 'own/2'], 'own/2']);
    const rest = await staff.get<{ items: View[]; next: null }>(`/api/v1/policies?after=${encodeURIComponent(list.json.next)}`);
    expect([rest.json.items.map(({ name, version }) => `${name}/${version}`), rest.json.next]).toEqual([
      ['standard/1', 'standard/2'],
      null,
    ]);
  });

  test.each<[what: string, change: Record<string, unknown>, pointer: string]>([
    ['a calendar that nobody knows', { calendar: 'XX' }, '/calendar'],
    ['a member that it does not know', { colour: 'red' }, ''],
    ['no step', { steps: [] }, '/steps'],
  ])('refuse %s, to be added and to be tried alike', async (_what, change, pointer) => {
    const before = await app.database.extent();
    const added = await admin.post('/api/v1/policies', await own(change));
    const tried = await staff.post('/api/v1/policies/effect', { policy: await own(change) });
    expect([added.status, tried.status]).toEqual([400, 400]);
    if (pointer !== '') expect(added.json.errors[0]?.pointer).toBe(pointer);
    expect(await app.database.extent()).toEqual(before);
  });

  it('are put in force one at a time', async () => {
    const { status, json } = await admin.post<View>('/api/v1/policies/own/2/activation', { reason: 'We work by working days' });
    expect([status, json.inForce, json.activatedAt]).toEqual([200, true, app.clock.now()]);
    expect((await standard()).inForce).toBe(false);
    expect((await admin.post('/api/v1/policies/own/2/activation', {})).json.code).toBe('not_allowed_now');
    expect((await admin.post('/api/v1/policies/own/7/activation', {})).status).toBe(404);
    // What comes with the program goes into the log when it is chosen.
    expect((await admin.post<View>('/api/v1/policies/standard/1/activation', {})).json).toMatchObject({
      inForce: true,
      addedBy: cast.admin.id,
    });
  });

  it('show their effect, tried or kept', async () => {
    const { steps } = await standard();
    const policy = { name: 'less', steps: steps.filter(({ key }) => key !== 'lead-P30D') };
    const { status, json } = await staff.post<{ counts: object; items: object[] }>('/api/v1/policies/effect', { policy });
    expect([status, json.counts, json.items]).toEqual([
      200,
      { added: 0, dropped: 1, moved: 0 },
      [
        {
          commitment: 'C-0001',
          person: 'desk@example.org',
          step: 'lead-P30D',
          change: 'dropped',
          nominalDate: '2021-03-01',
          from: '2021-03-01T07:00:00.000Z',
          to: null,
        },
      ],
    ]);
    const kept = await staff.post<{ counts: object }>('/api/v1/policies/effect', { policy: { name: 'own', version: 1 }, limit: 0 });
    expect([kept.status, kept.json.counts]).toEqual([200, { added: 0, dropped: 0, moved: 0 }]);
  });
});

describe('Quiet hours', () => {
  const person = '/api/v1/people';

  it('are none at first, can be given, changed and taken away, and the hour of every mail follows', async () => {
    const made = await admin.post<{ id: string; quietHours: unknown }>(person, {
      email: 'night@example.org',
      role: 'staff',
      sendAt: '06:30',
    });
    expect([made.status, made.json.quietHours]).toEqual([201, null]);
    const { id } = made.json;
    await register(app, cast, { owner: 'night@example.org' });
    const hours = async (): Promise<string[]> => {
      const { json } = await staff.get<{ items: { person: string; step: string; dueAt: string }[] }>(
        '/api/v1/commitments/C-0002/reminders',
      );
      return json.items.filter(({ step }) => step === 'due').map(({ dueAt }) => dueAt);
    };
    expect(await hours()).toEqual(['2021-03-31T04:30:00.000Z']);
    const quietHours = { from: '21:00', to: '07:15' };
    expect((await admin.patch<{ quietHours: unknown }>(`${person}/${id}`, { quietHours })).json.quietHours).toEqual(quietHours);
    expect(await hours()).toEqual(['2021-03-31T05:15:00.000Z']);
    expect((await admin.patch<{ quietHours: unknown }>(`${person}/${id}`, { quietHours: null })).json.quietHours).toBeNull();
    expect(await hours()).toEqual(['2021-03-31T04:30:00.000Z']);
  });

  test.each([{ from: '22:00', to: '22:00' }, { from: '22:00' }, { from: '25:00', to: '07:00' }, 'night'])(
    '%j are refused',
    async (quietHours) => {
      expect((await admin.post(person, { email: 'other@example.org', quietHours })).status).toBe(400);
    },
  );
});
