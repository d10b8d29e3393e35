/** The API's own description, and a client that holds every answer against it. */
import { z } from 'zod';
import type { Answer, Api, Client } from './api.js';

export type Schema = { [keyword: string]: unknown };

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
}

export interface Operation {
  /** In capitals. */
  method: string;
  /** With its parameters in braces. */
  path: string;
  parameters: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema?: Schema }> }>;
  security?: unknown[];
  summary?: string;
  operationId: string;
}

export interface ApiDocument {
  openapi: string;
  paths: Record<string, Record<string, Omit<Operation, 'method' | 'path'>>>;
  components: { schemas: Record<string, Schema> };
}

export async function readDocument(api: Api): Promise<ApiDocument> {
  return (await api.nobody.get<ApiDocument>('/api/openapi.json')).json;
}

export function operationsOf({ paths }: ApiDocument): Operation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  );
}

/** The same client, except that an answer which the document does not describe is an error. */
export function heldTo(document: ApiDocument, client: Client): Client {
  const described = checkerOf(document);
  const send: Client['send'] = async (method, path, body, headers) => {
    const answer = await client.send<never>(method, path, body, headers);
    const wrong = described(method, path, answer);
    if (wrong !== null)
      throw new Error(`${method} ${path} answered ${answer.status}, not as described: ${wrong}\n${answer.text.slice(0, 2000)}`);
    return answer;
  };
  return {
    send,
    get: (path, headers) => send('GET', path, undefined, headers),
    post: (path, body, headers) => send('POST', path, body, headers),
    patch: (path, body, headers) => send('PATCH', path, body, headers),
  };
}

/** What is wrong with an answer, or null. */
function checkerOf(document: ApiDocument): (method: string, path: string, answer: Answer<unknown>) => string | null {
  const routes = operationsOf(document).map((operation) => ({
    ...operation,
    pattern: new RegExp(`^${operation.path.replace(/\{\w+\}/g, '[^/]+')}$`),
  }));
  const compiled = new Map<Schema, z.ZodType>();
  const compile = (schema: Schema): z.ZodType => {
    const reference = schema['$ref'] as string | undefined;
    const meant = reference === undefined ? schema : document.components.schemas[reference.replace('#/components/schemas/', '')]!;
    const known = compiled.get(meant) ?? z.fromJSONSchema(meant, { defaultTarget: 'openapi-3.0' });
    compiled.set(meant, known);
    return known;
  };
  return (method, path, { status, headers, json }) => {
    const route = routes.find((r) => r.method === method && r.pattern.test(path.split('?')[0]!));
    if (route === undefined) return 'the document has no such operation';
    const response = route.responses[status] ?? (status >= 400 ? route.responses['default'] : undefined);
    if (response === undefined) return 'the document has no such status';
    const type = headers['content-type']?.split(';')[0] ?? '';
    const content = response.content?.[type];
    if (content === undefined) return `the document has no answer of the type ${type}`;
    if (json === undefined || content.schema === undefined) return null;
    const fits = compile(content.schema).safeParse(json);
    return fits.success ? null : fits.error.issues.map(({ path: at, message }) => `${at.join('.')}: ${message}`).join('; ');
  };
}
