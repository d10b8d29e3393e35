import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { newCommitmentSchema } from '../../src/domain/commitment.js';
import { z } from 'zod';
import { openApi, type Api } from '../support/api.js';
import { operationsOf, readDocument, type ApiDocument, type Operation } from '../support/api-document.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { servedRoutes } from '../support/routes.js';

let app: TestApp;
let api: Api;
let document: ApiDocument;
let operations: Operation[];

beforeAll(async () => {
  app = await openTestApp();
  api = await openApi(app);
  document = await readDocument(api);
  operations = operationsOf(document);
});
afterAll(() => app.close());

const named = ({ method, path }: Operation): string => `${method} ${path}`;
/** What is answered otherwise than as JSON. */
const answered: Partial<Record<string, string>> = {
  '/audit/checkpoint': 'text/plain',
  '/audit/key': 'text/plain',
  '/api/v1/exports/commitments.ics': 'text/calendar',
  '/api/v1/commitments/{ref}/evidence/{id}/file': 'application/octet-stream',
  '/api/v1/commitments/{ref}/claim-review': 'application/ld+json',
  '/api/v1/audit/report.csv': 'text/csv',
  '/api/v1/audit/report.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '/api/v1/audit/report.pdf': 'application/pdf',
  '/api/v1/exports/commitments.csv': 'text/csv',
  '/api/v1/exports/commitments.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '/api/v1/changes.atom': 'application/atom+xml',
};
const headersOf = ({ parameters }: Operation): string[] => parameters.filter((p) => p.in === 'header').map(({ name }) => name);

describe('The OpenAPI document', () => {
  it('is OpenAPI 3.0, with one operation for each id', () => {
    expect(document.openapi).toBe('3.0.0');
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has every route of the API, and no other', () => {
    const served = servedRoutes(app).filter((route) => / \/(api\/v1\/|health\/|audit\/(checkpoint|key)$)/.test(route));
    expect(operations.map(named).sort()).toEqual(served.map((route) => route.replace(/:(\w+)/g, '{$1}')).sort());
  });

  it('has every parameter of every path', () => {
    for (const operation of operations) {
      const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = operation.parameters.filter((p) => p.in === 'path');
      expect([named(operation), declared.map(({ name }) => name)]).toEqual([named(operation), inPath]);
      for (const { required, schema } of declared) expect([required, 'type' in schema]).toEqual([true, true]);
    }
  });

  it('asks for If-Match on every change of a commitment, and nowhere else', () => {
    const asked = operations.filter((operation) => headersOf(operation).includes('If-Match')).map(named);
    const changes = operations.filter(({ method, path }) => method !== 'GET' && path.startsWith('/api/v1/commitments/{ref}')).map(named);
    expect(asked.sort()).toEqual(changes.sort());
    expect(asked.length).toBeGreaterThan(8);
  });

  it('takes an Idempotency-Key on everything that changes something', () => {
    const taken = operations.filter((operation) => headersOf(operation).includes('Idempotency-Key')).map(named);
    const asks = ['/api/v1/dates/readings', '/api/v1/policies/effect'];
    const changes = operations.filter(({ method, path }) => method !== 'GET' && !asks.includes(path)).map(named);
    expect(taken.sort()).toEqual(changes.sort());
  });

  it('says what each operation answers, and that anything else is a problem', () => {
    for (const operation of operations) {
      // Readiness is a yes or no, and its no is not a refusal.
      const { default: otherwise, 503: _notReady, ...described } = operation.responses;
      expect([named(operation), Object.keys(otherwise?.content ?? {})]).toEqual([named(operation), ['application/problem+json']]);
      const [success, ...more] = Object.entries(described);
      expect(more).toEqual([]);
      expect(success?.[0]).toMatch(/^20[01]$/);
      const [type] = Object.keys(success?.[1].content ?? {});
      expect([named(operation), type]).toEqual([named(operation), answered[operation.path] ?? 'application/json']);
    }
  });

  it('asks for a token wherever one is needed', async () => {
    for (const operation of operations) {
      const { status } = await api.nobody.send(operation.method, operation.path.replace(/\{\w+\}/g, '0'));
      expect([named(operation), operation.security !== undefined]).toEqual([named(operation), status === 401]);
    }
  });

  it('describes bodies by the very schemas they are held against, without room for other members', () => {
    const { $schema: _, ...schema } = z.toJSONSchema(newCommitmentSchema, { target: 'openapi-3.0', io: 'input' });
    const body = operations.find((o) => named(o) === 'POST /api/v1/commitments')?.requestBody?.content['application/json']?.schema;
    expect(body).toEqual(JSON.parse(JSON.stringify(schema)));
    for (const operation of operations)
      for (const { schema: of } of Object.values(operation.requestBody?.content ?? {}))
        // A map has names of the sender's choosing, and says what stands under them.
        for (const object of schemasIn(of).filter(
          (each) => each['type'] === 'object' && (each['properties'] || !each['additionalProperties']),
        ))
          expect([named(operation), object['additionalProperties']]).toEqual([named(operation), false]);
  });

  it('uses no keyword that OpenAPI 3.0 does not know', () => {
    const strange = new Set(
      schemasIn(document)
        .flatMap(Object.keys)
        .filter((keyword) => unknownTo30.has(keyword)),
    );
    expect([...strange]).toEqual([]);
    expect(schemasIn(document).filter(({ type }) => Array.isArray(type))).toEqual([]);
  });
});

/** Keywords of later JSON Schema that a generator might let slip, and a client for OpenAPI 3.0 would stumble on. */
const unknownTo30 = new Set([
  '$schema',
  '$defs',
  '$id',
  'definitions',
  'const',
  'prefixItems',
  'examples',
  'if',
  'then',
  'else',
  'contentEncoding',
]);

/** Everything in it that looks like a schema. */
function schemasIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.values(value).flatMap(schemasIn);
  return 'type' in value || 'anyOf' in value || 'allOf' in value ? [value as Record<string, unknown>, ...inside] : inside;
}

describe('The page of the API', () => {
  it('is a page without anything inline, from this server alone', async () => {
    const { status, headers, text } = await api.nobody.get('/api');
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(headers['content-security-policy']).toMatch(/script-src 'self'; style-src 'self'/);
    expect(headers['content-security-policy']).not.toMatch(/unsafe|http/);
    expect(text).not.toMatch(/<style|style=|<script>|\son\w+=|https?:/);
    const parts = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path!);
    expect(parts.length).toBeGreaterThan(3);
    for (const path of parts) expect((await api.nobody.get(path)).status).toBe(200);
  });

  test.each([
    ['/api/swagger-ui-bundle.js', /^text\/javascript/],
    ['/api/swagger-ui.css', /^text\/css/],
    ['/api/page.js', /^text\/javascript/],
    ['/api/openapi.json', /^application\/json/],
  ])('%s is sent as what it is', async (path, type) => {
    const { headers, text } = await api.nobody.get(path);
    expect(headers['content-type']).toMatch(type);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(text.length).toBeGreaterThan(50);
  });
});
