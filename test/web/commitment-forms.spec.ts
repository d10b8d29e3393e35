/** What staff and auditors change by forms: each on the version its reader saw, each with what was wrong beside its field. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from '@jest/globals';
import { RegisterService } from '../../src/services/register.service.js';
import { ReadingService, type CommitmentDetail } from '../../src/services/reading.service.js';
import { openApi, type Client } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather, register, type Cast } from '../support/cast.js';
import { follow, hiddenIn, open, send, type Page } from '../support/pages.js';

let app: TestApp;
let cast: Cast;
let desk: Client;
let lead: Client;
let auditor: Client;
let ref: string;

beforeAll(async () => {
  app = await openTestApp();
  cast = await gather(app);
  const api = await openApi(app);
  [desk, lead, auditor] = [await api.as(cast.desk), await api.as(cast.lead), await api.as(cast.auditor)];
});
beforeEach(async () => {
  ({ ref } = await register(app, cast));
});
afterAll(() => app.close());

const read = (): Promise<CommitmentDetail> => app.get(ReadingService).read(ref, null);
const at = (form: string): string => `/commitments/${ref}/${form}`;

/** Opens a form and sends it filled in. */
async function fill(client: Client, form: string, fields: Record<string, string | string[]>): Promise<Page> {
  return send(client, at(form), { ...hiddenIn(await open(client, at(form))), ...fields });
}

describe('A form records', () => {
  test('progress, with a note', async () => {
    const { words } = await follow(desk, await fill(desk, 'progress', { progress: 'limited', note: 'A draft is there' }));
    expect(words).toContain('reported progress');
    expect(words).toContain('A draft is there');
    expect((await read()).progress).toBe('limited');
  });

  test('a condition, how it stands, and that there is none any more', async () => {
    await fill(desk, 'condition', { text: 'if the budget is voted', state: 'met', reason: 'It was' });
    expect((await read()).condition).toMatchObject({ text: 'if the budget is voted', state: 'met' });
    await fill(desk, 'condition', { text: '', state: 'met' });
    expect((await read()).condition).toBeNull();
  });

  test('a standing, with the reason', async () => {
    await fill(desk, 'standing', { standing: 'withdrawn', reason: 'They said so' });
    expect((await read()).standing).toBe('withdrawn');
  });

  test('a retraction, which needs its reason', async () => {
    expect((await fill(desk, 'publication', { publication: 'retracted' })).faults).toEqual(['Enter why, in at most 2,000 characters']);
    await fill(desk, 'publication', { publication: 'retracted', reason: 'It was never said' });
    expect((await read()).publication).toBe('retracted');
  });

  test('evidence', async () => {
    const day = { 'date-day': '3', 'date-month': '11', 'date-year': '2020' };
    await fill(desk, 'evidence/new', { shows: 'The plan', url: 'https://example.org/plan', ...day });
    expect((await read()).evidence).toMatchObject([
      { shows: 'The plan', url: 'https://example.org/plan', date: '2020-11-03', quote: null },
    ]);
  });

  test('a correction of what was typed otherwise, and of nothing else', async () => {
    const start = {
      title: 'Publish the yearly report',
      kind: 'pledge',
      promisor: 'The Ministry',
      owner: 'lead@example.org',
      reason: 'A new owner',
    };
    await fill(desk, 'amend', start);
    const { title, owner, measure } = await read();
    expect([title, owner?.email, measure]).toEqual(['Publish the yearly report', 'lead@example.org', null]);
    const { words } = await open(desk, `/commitments/${ref}`);
    expect(words).toContain(
      'Title Before Publish the annual report → After Publish the yearly report Owner Before desk → After lead Reason',
    );
  });
});

test.each([
  ['progress', { progress: 'nearly' }, ['Choose how far it is']],
  ['standing', { standing: 'active', reason: '' }, ['Enter why, in at most 2,000 characters']],
  ['condition', { text: 'x', state: 'maybe' }, ['Choose where it stands']],
  [
    'evidence/new',
    { shows: '', url: 'javascript:alert(1)', 'date-day': '1', 'date-month': '12', 'date-year': '2020' },
    ['Enter what it shows, in at most 2,000 characters', 'Enter a web address that begins with https:// or http://, or choose a file'],
  ],
  [
    'amend',
    { title: 'Publish the annual report', kind: 'pledge', promisor: 'The Ministry', owner: 'desk@example.org', reason: 'x' },
    ['Change something, or cancel'],
  ],
])('%s refuses what it cannot take, beside the field, and records nothing', async (form, fields: Record<string, string>, faults) => {
  const before = await app.database.extent();
  const page = await fill(desk, form, fields);
  expect([page.status, page.faults]).toEqual([422, faults]);
  expect(await app.database.extent()).toEqual(before);
});

describe('When somebody else was faster', () => {
  it('the form comes back with what they changed and everything typed, and can then be recorded', async () => {
    const hidden = hiddenIn(await open(desk, at('progress')));
    await fill(lead, 'standing', { standing: 'withdrawn', reason: 'They said so' });
    const page = await send(desk, at('progress'), { ...hidden, progress: 'limited', note: 'Typed with care' });
    expect(page.status).toBe(412);
    expect(page.words).toContain('Somebody changed this while you were writing.');
    expect(page.words).toContain('lead changed the standing Standing Before Active → After Withdrawn');
    expect(page.text).toContain('Typed with care</textarea>');
    expect((await read()).progress).toBe('not_started');
    expect((await send(desk, at('progress'), { ...hiddenIn(page), progress: 'limited', note: 'Typed with care' })).status).toBe(303);
    expect((await read()).progress).toBe('limited');
  });

  it('a form that does not say which version its reader saw changes nothing', async () => {
    expect((await send(desk, at('progress'), { progress: 'limited' })).status).toBe(428);
    expect((await read()).progress).toBe('not_started');
  });

  it('the same form sent twice has one effect', async () => {
    const fields = { ...hiddenIn(await open(desk, at('progress'))), progress: 'limited' };
    const answers = await Promise.all([1, 2, 3].map(() => send(desk, at('progress'), fields)));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect((await read()).version).toBe(3);
  });
});

describe('A revision', () => {
  const words = { phrase: 'within 90 days', 'announcedOn-day': '', 'announcedOn-month': '', 'announcedOn-year': '' };
  const move = { reading: 'reading-0', change: 'brought_forward', reason: 'They hurry', source: 'Their site' };

  it('shows old beside new with the slip before anything is recorded', async () => {
    const read1 = await fill(desk, 'revise', { ...words, do: 'check' });
    expect(read1.words).toContain('As it stands by 31 March 2021');
    expect(read1.words).toContain('Yes: by 28 February 2021');
    const shown = await send(desk, at('revise'), { ...hiddenIn(read1), ...words, ...move, do: 'go' });
    expect(shown.words).toContain('Before by 31 March 2021');
    expect(shown.words).toContain('Against the date before 31 days earlier');
    expect((await read()).target.revision).toBe(1);
    expect((await send(desk, at('revise'), { ...hiddenIn(shown), do: 'record' })).status).toBe(303);
    expect((await read()).target).toMatchObject({
      revision: 2,
      latest: '2021-02-28',
      change: 'brought_forward',
      reason: 'They hurry',
      source: 'Their site',
    });
  });

  it('is counted from the day it was announced', async () => {
    app.clock.advanceTo('2020-12-31T12:00:00.000Z');
    const later = { ...words, 'announcedOn-day': '31', 'announcedOn-month': '12', 'announcedOn-year': '2020' };
    const read1 = await fill(desk, 'revise', { ...later, do: 'check' });
    const shown = await send(desk, at('revise'), { ...hiddenIn(read1), ...later, ...move, do: 'go' });
    await send(desk, at('revise'), { ...hiddenIn(shown), do: 'record' });
    expect((await read()).target).toMatchObject({ latest: '2021-03-31', saidOn: '2020-12-31' });
    const future = await fill(desk, 'revise', { ...later, 'announcedOn-year': '2021', do: 'check' });
    expect(future.faults).toEqual(['Enter a day that is not after today']);
  });

  it('needs a reason, a source and what kind of move it is; the slip can be gone back from without losing any', async () => {
    const read1 = await fill(desk, 'revise', { ...words, do: 'check' });
    const wrong = await send(desk, at('revise'), { ...hiddenIn(read1), ...words, reading: 'reading-0', reason: ' ', do: 'record' });
    expect(wrong.faults).toEqual([
      'Choose what kind of change it is',
      'Enter why, in at most 2,000 characters',
      'Enter where it was said, in at most 2,000 characters',
    ]);
    const shown = await send(desk, at('revise'), { ...hiddenIn(wrong), ...words, ...move, do: 'go' });
    const back = await send(desk, at('revise'), { ...hiddenIn(shown), do: 'edit' });
    expect(back.text).toContain('They hurry</textarea>');
    expect(back.text).toMatch(/value="brought_forward" checked/);
  });
});

describe('A verdict', () => {
  const proposal = { verdict: 'fulfilled', fulfilledOn: '2020-11', rationale: 'It is out', reasonCode: '' };

  async function evidence(): Promise<string> {
    const day = { 'date-day': '3', 'date-month': '11', 'date-year': '2020' };
    await fill(desk, 'evidence/new', { shows: 'The plan', url: 'https://example.org/plan', ...day });
    return (await read()).evidence[0]?.id ?? '';
  }

  it('cannot be proposed without evidence: the page leads to recording some', async () => {
    const page = await open(desk, at('verdict'));
    expect(page.words).toContain('a verdict cannot be proposed without');
    expect(page.text).toContain(`href="${at('evidence/new')}"`);
    expect(page.text).not.toContain('name="rationale"');
  });

  it('is proposed by one and confirmed by another, and says beforehand who may not', async () => {
    const id = await evidence();
    expect((await fill(desk, 'verdict', { ...proposal, evidence: [id] })).status).toBe(303);
    expect((await open(desk, at('verdict'))).words).toContain('An auditor confirms or returns it.');
    expect((await open(auditor, `/commitments/${ref}`)).words).toContain('desk proposed the verdict “Fulfilled”.');
    const page = await open(auditor, at('verdict'));
    expect(page.words).toContain('Fulfilled on November 2020');
    const hidden = hiddenIn(page);
    expect((await send(auditor, at('verdict/decision'), hidden)).faults).toEqual(['Choose whether you confirm it']);
    expect((await send(auditor, at('verdict/decision'), { ...hidden, decision: 'confirm' })).status).toBe(303);
    expect(await read()).toMatchObject({ verdict: 'fulfilled', fulfilledOn: '2020-11-30' });
  });

  it('is returned with a reason', async () => {
    await fill(desk, 'verdict', { ...proposal, evidence: [await evidence()] });
    const hidden = hiddenIn(await open(auditor, at('verdict')));
    const without = await send(auditor, at('verdict/decision'), { ...hidden, decision: 'return' });
    expect(without.faults).toEqual(['Enter why you return it']);
    await send(auditor, at('verdict/decision'), { ...hiddenIn(without), decision: 'return', reason: 'The link shows a draft' });
    expect((await read()).verdicts).toMatchObject([{ state: 'returned' }]);
    expect((await open(desk, at('verdict'))).text).toContain('name="rationale"');
  });

  it('is no auditor’s who owned the commitment when it was proposed', async () => {
    const { ref: owned } = await register(app, cast, { owner: 'auditor@example.org' });
    ref = owned;
    await fill(desk, 'verdict', { ...proposal, evidence: [await evidence()] });
    await app.get(RegisterService).amend(cast.desk.caller, ref, { owner: 'lead@example.org', reason: 'Another owner' });
    const page = await open(auditor, at('verdict'));
    expect(page.words).toContain('You own this commitment, or did when the verdict was proposed');
    expect(page.text).not.toContain('name="decision"');
    expect((await send(auditor, at('verdict/decision'), { version: '9', decision: 'confirm' })).status).toBeGreaterThanOrEqual(400);
  });

  it.each([
    [{ ...proposal, fulfilledOn: '' }, ['Enter when it was fulfilled, such as 2021-06-14 or 2021-06, and only where it was']],
    [{ ...proposal, verdict: 'not_fulfilled', fulfilledOn: '' }, ['Say why it was not fulfilled, and only where it was not']],
    [{ ...proposal, rationale: '' }, ['Enter why, in at most 10,000 characters']],
    [{ ...proposal, evidence: [] }, ['Choose at least one piece of evidence']],
  ])('is refused beside the field when it is incomplete: %j', async (fields, faults) => {
    const id = await evidence();
    const page = await fill(desk, 'verdict', { evidence: [id], ...fields });
    expect([page.status, page.faults]).toEqual([422, faults]);
    expect((await read()).verdicts).toEqual([]);
  });
});
