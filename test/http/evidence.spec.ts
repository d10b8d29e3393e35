/** Evidence over the API: links, files, and links with the file of their copy; and what a file can never do to its reader. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import type { CommitmentDetail } from '../../src/services/reading.service.js';
import { AuditReportService } from '../../src/services/audit-report.service.js';
import { VerificationService } from '../../src/services/verification.service.js';
import { maxUploadBytes } from '../../src/http/uploads.js';
import { openApi, type Answer, type Api, type Client, type Problem } from '../support/api.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { aCommitment, gather, tokenOf, type Cast } from '../support/cast.js';

let app: TestApp;
let api: Api;
let cast: Cast;
let desk: Client;

beforeAll(async () => {
  app = await openTestApp();
  cast = await gather(app);
  api = await openApi(app);
  desk = await api.as(cast.desk);
});
afterAll(() => app.close());

const told = { date: '2020-11-30', shows: 'The report is out' };
const pdf = { bytes: Buffer.from('%PDF-1.7 é \0 bytes'), type: 'application/pdf', name: '../../etc/passwd "x.pdf' };

async function registered(): Promise<string> {
  const { json } = await desk.post<{ ref: string }>('/api/v1/commitments', aCommitment());
  return `/api/v1/commitments/${json.ref}`;
}

/** A form as a browser sends it. */
async function send<T = Problem>(path: string, fields: Record<string, string>, file = pdf as typeof pdf | null, as = desk, change = (_form: FormData): void => undefined): Promise<Answer<T>> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  if (file !== null) form.append('file', new Blob([file.bytes], { type: file.type }), file.name);
  change(form);
  const request = new Request('http://localhost/', { method: 'POST', body: form });
  const { headers } = await as.get(path);
  const type = request.headers.get('content-type') ?? '';
  return as.post<T>(`${path}/evidence`, Buffer.from(await request.arrayBuffer()), { 'content-type': type, 'if-match': headers['etag'] ?? '' });
} // prettier-ignore

const evidenceOf = async (path: string): Promise<CommitmentDetail['evidence']> => (await desk.get<CommitmentDetail>(path)).json.evidence;

describe('A file', () => {
  it('is kept by its hash, handed out as it was sent, and never shown in place', async () => {
    const path = await registered();
    expect(await send(path, { ...told, url: '', quote: '' })).toMatchObject({ status: 201 });
    const [evidence] = await evidenceOf(path);
    const sha256 = createHash('sha256').update(pdf.bytes).digest('hex');
    expect(evidence).toMatchObject({ url: null, quote: null, archivedUrl: null, file: { sha256, bytes: pdf.bytes.length, type: 'application/pdf' } });
    const answer = await fetch(`${api.url}${path}/evidence/${evidence!.id}/file`, { headers: { authorization: await authorization() } });
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(pdf.bytes);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="${path.slice(20)}-${evidence!.id}.pdf"`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
    });
  }); // prettier-ignore

  it('with a link is the copy of what the link leads to', async () => {
    const path = await registered();
    await send(path, { ...told, url: 'https://www.example.org/report' });
    await send(path, { ...told, url: 'https://example.net/other' }, { ...pdf, type: 'text/html; charset=utf-8' });
    const evidence = await evidenceOf(path);
    expect(evidence.map(({ url, file }) => [url, file?.type]).sort()).toEqual([['https://example.net/other', 'text/html'], ['https://www.example.org/report', 'application/pdf']]);
    // The same bytes, kept once.
    expect(new Set(evidence.map(({ file }) => file?.sha256)).size).toBe(1);
    expect((await app.get(AuditReportService).report('2020-11-30')).evidence).toMatchObject({ openLinks: 0 });
  }); // prettier-ignore

  test.each<[what: string, fields: Record<string, string>, file: typeof pdf | null, status: number, pointer: string | null]>([
    ['nothing in it', told, { ...pdf, bytes: Buffer.alloc(0) }, 400, '/file'],
    ['no file', told, null, 400, null],
    ['a field that there is not', { ...told, sha256: 'x' }, pdf, 400, '/sha256'],
    ['a link that is none', { ...told, url: 'javascript:alert(1)' }, pdf, 400, '/url'],
    ['a day to come', { ...told, date: '2020-12-01' }, pdf, 400, '/date'],
    ['more bytes than are taken', told, { ...pdf, bytes: Buffer.alloc(maxUploadBytes + 1) }, 413, null],
  ])('with %s is refused', async (_what, fields, file, status, pointer) => {
    const path = await registered();
    const refused = await send(path, fields, file);
    expect(refused.status).toBe(status);
    if (pointer !== null) expect(refused.json.errors.map((error) => error.pointer)).toContain(pointer);
    expect(await evidenceOf(path)).toEqual([]);
  });

  it.each(['nonsense', 'text/html"x', 'text/x,html'])('said to be of the type %s is of no type in particular', async (type) => {
    const path = await registered();
    expect(await send(path, told, { ...pdf, type })).toMatchObject({ status: 201 });
    const [evidence] = await evidenceOf(path);
    expect(evidence?.file?.type).toBe('application/octet-stream');
    const { headers } = await desk.get(`${path}/evidence/${evidence!.id}/file`);
    expect([headers['content-type'], headers['content-disposition']?.endsWith('.bin"')]).toEqual(['application/octet-stream', true]);
  });

  it.each<[what: string, change: (form: FormData) => void]>([
    ['with another', (form) => form.append('other', new Blob([pdf.bytes]), 'x.pdf')],
    ['among fields without end', (form) => Array.from({ length: 51 }, (_, i) => form.append(`f${i}`, ''))],
    ['beside a field without end', (form) => form.append('quote', 'x'.repeat(64 * 1024 + 1))],
  ])('that comes %s is not read', async (_what, change) => {
    const path = await registered();
    const refused = await send(path, told, pdf, desk, change);
    expect([refused.status, refused.json.detail]).toEqual([400, 'A form with one file and no more than fits into it.']);
    expect(await evidenceOf(path)).toEqual([]);
  });

  it('is not made of JSON', async () => {
    const path = await registered();
    const { headers } = await desk.get(path);
    for (const file of [{ isTooLarge: true }, { bytes: 'x', isTooLarge: true, name: 'x', type: 'x' }])
      expect(await desk.post(`${path}/evidence`, { ...told, file }, { 'if-match': headers['etag'] ?? '' })).toMatchObject({ status: 400 });
  });

  it('of a commitment that there is not is not kept', async () => {
    const before = readdirSync(join(app.dataDir, 'evidence')).length;
    const form = new FormData();
    form.append('file', new Blob([Buffer.from('other bytes')]), 'x');
    for (const [name, value] of Object.entries(told)) form.append(name, value);
    const request = new Request('http://localhost/', { method: 'POST', body: form });
    const headers = { 'content-type': request.headers.get('content-type') ?? '', 'if-match': '"1"' };
    expect(await desk.post('/api/v1/commitments/C-9999/evidence', Buffer.from(await request.arrayBuffer()), headers)).toMatchObject({
      status: 404,
    });
    expect(readdirSync(join(app.dataDir, 'evidence'))).toHaveLength(before);
  });

  it('is found out when it is changed or gone', async () => {
    const path = await registered();
    await send(path, told, { ...pdf, bytes: Buffer.from('to be lost') });
    const [{ id, file } = { id: '', file: null }] = await evidenceOf(path);
    const kept = join(app.dataDir, 'evidence', file?.sha256 ?? '');
    const ref = path.slice(20);
    expect(await app.get(VerificationService).verify()).toMatchObject({ ok: true, faults: [] });
    writeFileSync(kept, 'something else');
    expect((await app.get(VerificationService).verify()).faults).toEqual([`the file of evidence ${id} of ${ref} is changed`]);
    rmSync(kept);
    expect((await app.get(VerificationService).verify()).faults).toEqual([`the file of evidence ${id} of ${ref} is missing`]);
    expect(await desk.get(`${path}/evidence/${id}/file`)).toMatchObject({ status: 410, json: { code: 'gone' } });
    writeFileSync(kept, 'to be lost');
  });

  it('is not handed to nobody, nor under another commitment', async () => {
    const [path, other] = [await registered(), await registered()];
    await send(path, told);
    const [{ id } = { id: '' }] = await evidenceOf(path);
    expect(await api.nobody.get(`${path}/evidence/${id}/file`)).toMatchObject({ status: 401 });
    expect(await desk.get(`${other}/evidence/${id}/file`)).toMatchObject({ status: 404 });
    expect(await desk.get(`${path}/evidence/AAAAAAAAAAAAAAAA/file`)).toMatchObject({ status: 404 });
  });

  it('is not taken from an auditor', async () => {
    expect(await send(await registered(), told, pdf, await api.as(cast.auditor))).toMatchObject({ status: 403 });
  });
});

test('a link says where a copy of it is kept', async () => {
  const path = await registered();
  const body = { url: 'https://example.org/a', archivedUrl: 'https://archive.example.org/a', ...told };
  const { headers } = await desk.get(path);
  expect(await desk.post(`${path}/evidence`, body, { 'if-match': headers['etag'] ?? '' })).toMatchObject({ status: 201 });
  expect(await evidenceOf(path)).toMatchObject([{ url: body.url, archivedUrl: body.archivedUrl, file: null }]);
});

async function authorization(): Promise<string> {
  return `Bearer ${await tokenOf(app, cast.desk)}`;
}
