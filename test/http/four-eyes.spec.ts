import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { newPersonSchema, type Role } from '../../src/domain/people.js';
import type { CommitmentDetail } from '../../src/services/reading.service.js';
import { system } from '../../src/services/commands.js';
import { PeopleService } from '../../src/services/people.service.js';
import type { CommitmentView } from '../../src/services/views.js';
import { openApi, type Answer, type Api, type Client, type Problem } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { aCommitment, gather } from '../support/cast.js';

const list = '/api/v1/commitments';
const evidence = { url: 'https://example.org/report', date: '2020-11-30', shows: 'It is out' };
const fulfilled = { verdict: 'fulfilled', rationale: 'it is out', fulfilledOn: '2020-11', evidence: [evidence] };

let app: TestApp;
let api: Api;
let admin: Client;
let desk: Client;
let colleague: Client;
let auditor: Client;

beforeAll(async () => {
  app = await openTestApp();
  const cast = await gather(app);
  api = await openApi(app);
  [admin, desk, colleague, auditor] = [
    await api.as(cast.admin),
    await api.as(cast.desk),
    await api.as(cast.colleague),
    await api.as(cast.auditor),
  ];
});
afterAll(() => app.close());

/** Somebody who acts in one role and then in another, each with a token of that time. */
async function somebody(name: string, roles: [Role, Role]): Promise<{ email: string; before: Client; now: () => Promise<Client> }> {
  const people = app.get(PeopleService);
  const email = `${name}@example.org`;
  const { id } = await people.addPerson(system, newPersonSchema.parse({ email, role: roles[0] }));
  const now = async (): Promise<Client> => {
    await people.changePerson(system, id, { role: roles[1] });
    return api.as({ email });
  };
  return { email, before: await api.as({ email }), now };
}

const registered = async (by: Client = desk, change: Record<string, unknown> = {}): Promise<string> =>
  `${list}/${(await by.post<CommitmentView>(list, aCommitment(change))).json.ref}`;

/** A change on the version of just now. */
async function change(by: Client, path: string, below: string, body: unknown): Promise<Answer<Problem>> {
  const { headers } = await desk.get(path);
  return by.post(path + below, body, { 'if-match': headers['etag']! });
}

/** A commitment with a proposal, and where that is confirmed. */
async function proposed(path: string, by: Client = colleague): Promise<string> {
  const { status, text } = await change(by, path, '/verdicts', fulfilled);
  if (status !== 201) throw new Error(text);
  const { verdicts } = (await desk.get<CommitmentDetail>(path)).json;
  return `/verdicts/${verdicts.at(-1)!.id}/confirmation`;
}

async function expectUnjudged(path: string): Promise<void> {
  expect((await desk.get<CommitmentView>(path)).json.verdict).toBe('pending');
}

describe('A verdict is confirmed by another person:', () => {
  test.each<[decision: string, body: Record<string, unknown>]>([
    ['confirming', {}],
    ['returning', { decision: 'return', reason: 'the source is not theirs' }],
  ])('%s is not for who proposed it, registered the commitment, or owns it', async (_decision, body) => {
    const proposer = await somebody(`proposer-${_decision}`, ['staff', 'auditor']);
    const registrar = await somebody(`registrar-${_decision}`, ['staff', 'auditor']);
    const owner = await somebody(`owner-${_decision}`, ['auditor', 'auditor']);
    const path = await registered(registrar.before, { owner: owner.email });
    const confirmation = await proposed(path, proposer.before);
    for (const [person, rule] of [
      [proposer, 'Whoever proposed a verdict cannot confirm or return it.'],
      [registrar, 'Whoever registered the commitment cannot confirm its verdict.'],
      [owner, 'The owner of the commitment cannot confirm its verdict.'],
    ] as const) {
      const refused = await change(await person.now(), path, confirmation, body);
      expect(refused).toMatchObject({ status: 403, json: { code: 'same_person', detail: rule } });
    }
    await expectUnjudged(path);
    expect(await change(auditor, path, confirmation, body)).toMatchObject({ status: 200 });
  });

  it('is not for who owned the commitment when it was proposed and has passed it on', async () => {
    const owner = await somebody('former-owner', ['auditor', 'auditor']);
    const path = await registered(desk, { owner: owner.email });
    const confirmation = await proposed(path);
    await desk.patch(path, { owner: 'desk@example.org', reason: 'passed on' }, { 'if-match': (await desk.get(path)).headers['etag']! });
    expect(await change(await owner.now(), path, confirmation, {})).toMatchObject({ status: 403, json: { code: 'same_person' } });
    expect(await change(auditor, path, confirmation, {})).toMatchObject({ status: 200 });
  });

  it('is not for staff or administrators, who may only propose', async () => {
    const path = await registered();
    const confirmation = await proposed(path);
    for (const client of [desk, admin]) {
      const refused = await change(client, path, confirmation, {});
      expect(refused).toMatchObject({ status: 403, json: { code: 'forbidden' } });
      expect(refused.json.detail).toMatch(/for auditor/);
    }
    await expectUnjudged(path);
  });

  it('is not proposed by an auditor', async () => {
    expect(await change(auditor, await registered(), '/verdicts', fulfilled)).toMatchObject({ status: 403, json: { code: 'forbidden' } });
  });
});

describe('A verdict waits for', () => {
  it('the commitment to be published', async () => {
    const path = await registered(desk, { publish: false });
    const refused = await change(colleague, path, '/verdicts', fulfilled);
    expect(refused).toMatchObject({ status: 409, json: { code: 'not_allowed_now', detail: expect.stringMatching(/is draft/) } });
  });

  it('a commitment that is not retracted meanwhile', async () => {
    const path = await registered();
    const confirmation = await proposed(path);
    await change(desk, path, '/publication', { publication: 'retracted', reason: 'no promise' });
    expect(await change(auditor, path, confirmation, {})).toMatchObject({ status: 409, json: { code: 'not_allowed_now' } });
    await expectUnjudged(path);
  });

  it('the proposal before it to be decided', async () => {
    const path = await registered();
    await proposed(path);
    const second = await change(desk, path, '/verdicts', fulfilled);
    expect(second).toMatchObject({ status: 409, json: { code: 'not_allowed_now', detail: expect.stringMatching(/already waits/) } });
  });
});

describe('A decision', () => {
  it('is made once', async () => {
    const path = await registered();
    const confirmation = await proposed(path);
    expect(await change(auditor, path, confirmation, {})).toMatchObject({
      status: 200,
      json: { verdict: 'fulfilled', fulfilledOn: '2020-11-30' },
    });
    for (const body of [{}, { decision: 'return', reason: 'on second thoughts' }])
      expect(await change(auditor, path, confirmation, body)).toMatchObject({
        status: 409,
        json: { detail: expect.stringMatching(/already confirmed/) },
      });
  });

  it('to return needs a reason, and makes room for another proposal', async () => {
    const path = await registered();
    const confirmation = await proposed(path);
    const unexplained = await change(auditor, path, confirmation, { decision: 'return' });
    expect(unexplained).toMatchObject({ status: 400, json: { errors: [{ pointer: '/reason' }] } });
    expect(await change(auditor, path, confirmation, { decision: 'return', reason: 'dead link' })).toMatchObject({ status: 200 });
    await expectUnjudged(path);
    expect(await change(auditor, path, confirmation, {})).toMatchObject({
      status: 409,
      json: { detail: expect.stringMatching(/already returned/) },
    });
    expect(await change(auditor, path, await proposed(path), {})).toMatchObject({ status: 200, json: { verdict: 'fulfilled' } });
  });

  it('about one commitment is not found under another', async () => {
    const [path, other] = [await registered(), await registered()];
    const confirmation = await proposed(path);
    expect(await change(auditor, other, confirmation, {})).toMatchObject({ status: 404 });
    expect(await change(auditor, path, '/verdicts/AAAAAAAAAAAAAAAA/confirmation', {})).toMatchObject({ status: 404 });
  });
});

describe('A verdict that took effect', () => {
  const takenBack = { verdict: 'pending', rationale: 'the report was withdrawn' };

  it('is taken back by a new entry, which another confirms and which starts the reminders anew', async () => {
    const path = await registered();
    const confirmation = await proposed(path);
    await change(auditor, path, confirmation, {});
    expect(await change(desk, path, '/verdicts', takenBack)).toMatchObject({ status: 201, json: { verdict: 'fulfilled', cycle: 1 } });
    const { verdicts } = (await desk.get<CommitmentDetail>(path)).json;
    const reopened = await change(auditor, path, `/verdicts/${verdicts[1]!.id}/confirmation`, {});
    expect(reopened).toMatchObject({ status: 200, json: { verdict: 'pending', fulfilledOn: null, verdictAt: null, cycle: 2, timeliness: 'open' } });
    const { items } = (await desk.get<{ items: { step: string; state: string }[] }>(`${path}/reminders`)).json;
    expect(items.filter(({ step, state }) => step === 'due' && state === 'planned')).toHaveLength(1);
    // What was said before stays.
    expect((await desk.get<CommitmentDetail>(path)).json.verdicts.map(({ verdict, state }) => [verdict, state])).toEqual([['fulfilled', 'confirmed'], ['pending', 'confirmed']]);
    // And it can be settled again.
    await change(auditor, path, await proposed(path), {});
    expect((await desk.get<CommitmentDetail>(path)).json).toMatchObject({ verdict: 'fulfilled', cycle: 2, verdictNumber: 3 });
  }); // prettier-ignore

  it('is not taken back where there is none', async () => {
    expect(await change(desk, await registered(), '/verdicts', takenBack)).toMatchObject({
      status: 409,
      json: { code: 'not_allowed_now' },
    });
  });

  it('is told to nobody once it is taken back', async () => {
    const path = await registered();
    await change(auditor, path, await proposed(path), {});
    expect(await desk.get(`${path}/claim-review`)).toMatchObject({ status: 200, headers: { 'content-type': expect.stringContaining('application/ld+json') }, json: { '@type': 'ClaimReview', reviewRating: { ratingValue: 3, alternateName: 'Fulfilled' }, itemReviewed: { inLanguage: 'en' } } });
    await change(desk, path, '/verdicts', takenBack);
    const { verdicts } = (await desk.get<CommitmentDetail>(path)).json;
    await change(auditor, path, `/verdicts/${verdicts[1]!.id}/confirmation`, {});
    expect(await desk.get(`${path}/claim-review`)).toMatchObject({ status: 404 });
  }); // prettier-ignore
});

describe('A proposal', () => {
  let path: string;
  beforeAll(async () => {
    path = await registered();
  });

  test.each<[what: string, change: Record<string, unknown>, pointer: string]>([
    ['without evidence', { evidence: [] }, '/evidence'],
    ['with evidence that nobody recorded', { evidence: ['AAAAAAAAAAAAAAAA'] }, '/evidence/0'],
    ['with evidence of tomorrow', { evidence: [{ ...evidence, date: '2020-12-01' }] }, '/evidence/0/date'],
    ['with evidence that is no web address', { evidence: [{ ...evidence, url: 'file:///etc/passwd' }] }, '/evidence/0/url'],
    ['without a rationale', { rationale: undefined }, '/rationale'],
    ['not_fulfilled without a reason code', { verdict: 'not_fulfilled', fulfilledOn: null }, '/reasonCode'],
    ['not_fulfilled with a reason of its own', { verdict: 'not_fulfilled', fulfilledOn: null, reasonCode: 'forgot' }, '/reasonCode'],
    ['fulfilled with a reason code', { reasonCode: 'no_action' }, '/reasonCode'],
    ['fulfilled on no day', { fulfilledOn: null }, '/fulfilledOn'],
    ['fulfilled on a day that is none', { fulfilledOn: '2020-13' }, '/fulfilledOn'],
    ['fulfilled with no end', { fulfilledOn: '2020/..' }, '/fulfilledOn'],
    ['not_verifiable on some day', { verdict: 'not_verifiable' }, '/fulfilledOn'],
    ['that speaks of tomorrow', { validOn: '2020-12-01' }, '/validOn'],
  ])('%s is refused', async (_what, different, pointer) => {
    const before = await app.database.extent();
    const refused = await change(colleague, path, '/verdicts', { ...fulfilled, ...different });
    expect(refused).toMatchObject({ status: 400, json: { code: 'invalid_input' } });
    expect(refused.json.errors.map((error) => error.pointer)).toContain(pointer);
    expect(await app.database.extent()).toEqual(before);
  });

  it('cannot rest on what was recorded for another commitment', async () => {
    const other = await registered();
    await change(desk, other, '/evidence', evidence);
    const { id } = (await desk.get<CommitmentDetail>(other)).json.evidence[0]!;
    const refused = await change(colleague, path, '/verdicts', { ...fulfilled, evidence: [id] });
    expect(refused).toMatchObject({ status: 400, json: { errors: [{ pointer: '/evidence/0' }] } });
  });

  test.each([
    [{ verdict: 'partly_fulfilled' }, { timeliness: 'met_on_time', days: null }],
    [{ verdict: 'partly_fulfilled', fulfilledOn: null }, { timeliness: 'open' }],
    [{ verdict: 'not_fulfilled', fulfilledOn: null, reasonCode: 'prevented' }, { timeliness: 'open' }],
    [{ verdict: 'not_verifiable', fulfilledOn: null }, { timeliness: 'open' }],
  ])('of %j takes effect with its confirmation', async (different, then) => {
    const one = await registered();
    expect(await change(colleague, one, '/verdicts', { ...fulfilled, ...different })).toMatchObject({
      status: 201,
      json: { verdict: 'pending' },
    });
    const { verdicts } = (await desk.get<CommitmentDetail>(one)).json;
    const confirmed = await change(auditor, one, `/verdicts/${verdicts[0]!.id}/confirmation`, {});
    expect(confirmed).toMatchObject({ status: 200, json: { verdict: different.verdict, ...then } });
  });
});
