/** The form for evidence with a file in it: as browsers without scripts send it. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from '@jest/globals';
import { maxUploadBytes } from '../../src/http/uploads.js';
import { ReadingService, type CommitmentDetail } from '../../src/services/reading.service.js';
import { openApi, type Api, type Client } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { gather, register, sessionOf, type Cast } from '../support/cast.js';
import { hiddenIn, open, upload } from '../support/pages.js';

let app: TestApp;
let cast: Cast;
let api: Api;
let desk: Client;
let ref: string;

beforeAll(async () => {
  app = await openTestApp();
  cast = await gather(app);
  api = await openApi(app);
  desk = await api.as(cast.desk);
});
beforeEach(async () => {
  ({ ref } = await register(app, cast));
});
afterAll(() => app.close());

const read = (): Promise<CommitmentDetail> => app.get(ReadingService).read(ref, null);
const at = (form: string): string => `/commitments/${ref}/${form}`;

test('A file is kept as evidence, with a link or without', async () => {
  const day = { shows: 'The plan', 'date-day': '3', 'date-month': '11', 'date-year': '2020' };
  for (const url of ['', 'https://example.org/plan']) {
    const hidden = hiddenIn(await open(desk, at('evidence/new')));
    const sent = await upload(desk, at('evidence/new'), { name: 'plan.txt', text: `The plan ${url}` }, { ...hidden, ...day, url });
    expect([sent.status, sent.faults]).toEqual([303, []]);
  }
  const sha256 = createHash('sha256').update('The plan ').digest('hex');
  const { evidence } = await read();
  expect(evidence.map(({ url }) => url).sort()).toEqual(['https://example.org/plan', null].sort());
  expect(evidence.find(({ url }) => url === null)?.file).toEqual({ sha256, bytes: 9, type: 'text/plain' });
});

describe('A form with a file', () => {
  const day = { 'date-day': '3', 'date-month': '11', 'date-year': '2020' };
  const keptFiles = (): string[] => (existsSync(join(app.dataDir, 'evidence')) ? readdirSync(join(app.dataDir, 'evidence')) : []);
  const refusals: [what: string, fields: Record<string, string>, text: string, faults: string[]][] = [
    ['too large', { shows: 'Typed', url: 'https://example.org/a', ...day }, 'x'.repeat(maxUploadBytes + 1), ['Choose a file of at most 10 MB']],
    ['empty, and no link', { shows: 'Typed', url: '', ...day }, '', ['Enter a web address that begins with https:// or http://, or choose a file']],
    ['good beside what is not', { shows: '', url: 'ftp://a', ...day }, 'x', ['Enter what it shows, in at most 2,000 characters', 'Enter a web address that begins with https:// or http://, or choose a file']],
  ]; // prettier-ignore

  it.each(refusals)('that is %s comes back with all that was typed, and nothing is kept', async (_what, fields, text, faults) => {
    const [before, files] = [await app.database.extent(), keptFiles()];
    const hidden = hiddenIn(await open(desk, at('evidence/new')));
    const page = await upload(desk, at('evidence/new'), { name: 'a.txt', text }, { ...hidden, ...fields });
    expect([page.status, page.faults]).toEqual([422, faults]);
    expect(page.text).toContain(`name="url" value${fields['url'] === '' ? '' : `="${fields['url']}"`} `);
    expect([await app.database.extent(), keptFiles()]).toEqual([before, files]);
  });

  it('counts only with the secret of its session, which stands in a field of it', async () => {
    const { cookie } = await sessionOf(app, cast.desk);
    const client = api.sending({ cookie });
    const fields = { ...hiddenIn(await open(client, at('evidence/new'))), shows: 'It', ...day };
    const file = { name: 'a.txt', text: 'seen by nobody else' };
    const [before, files] = [await app.database.extent(), keptFiles()];
    for (const csrf of ['', 'A'.repeat(86)]) expect((await upload(client, at('evidence/new'), file, { ...fields, csrf })).status).toBe(403);
    expect([await app.database.extent(), keptFiles()]).toEqual([before, files]);
    expect((await upload(client, at('evidence/new'), file, fields)).status).toBe(303);
  });
});
