/**
 * Requests made from the API's own description: mostly what it asks for, here and there something it does not. Hints
 * by name fill in what a schema cannot know, such as the references and addresses that exist.
 */
import fc from 'fast-check';
import type { Operation, Schema } from '../support/api-document.js';

export type Hints = Record<string, readonly unknown[]>;

const junk = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    0.5,
    1e21,
    2 ** 53,
    '',
    ' ',
    '0',
    'null',
    '__proto__',
    'C-0001',
    '2021-02-29',
    [],
    {},
    [[]],
  ),
  fc.constantFrom('\0', '\ud800', '\uffff', '\u202e', "'; DROP TABLE commitment; --", '%_\\', '<script>', 'a\r\nBcc: x@example.org', '𝕁'),
  fc.constantFrom(
    'x'.repeat(5_000),
    '漢'.repeat(12_000),
    Array.from({ length: 60 }, (_, i) => String(i)),
    { constructor: { prototype: 1 } },
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** What values are made from: the hints, and how many members in twenty are not what was asked for. */
interface Source {
  hints: Hints;
  junkIn20: 0 | 1;
}

const mostly = (proper: fc.Arbitrary<unknown>, { junkIn20 }: Source): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 20 - junkIn20, arbitrary: proper }, { weight: junkIn20, arbitrary: junk });

const day = fc.constantFrom('2019-12-31', '2020-02-29', '2020-11-29', '2020-11-30', '2020-12-01', '0000-01-01', '9999-12-31');
const edtfs = [
  '2021',
  '2021-03',
  '2021-03-31',
  '2021~',
  '2021-21',
  '2021-04?',
  '../2021',
  '2021/..',
  '2021/2022',
  '202X',
  '19',
  'XXXX',
  '',
];
const strangeEdtfs = [
  'Y170000002',
  '-0044',
  '9999-12-31',
  '0000',
  '[1667,1668]',
  '{1960..1962}',
  '2004-06-~01/2004-06-~20',
  '2022-06/2021',
];
const generalHints: Hints = {
  edtf: [...edtfs, ...strangeEdtfs],
  fulfilledOn: ['2020-11-30', '2020-11', '2020', '2021/..', '2020-13', 'XXXX'],
  phrase: ['by 31 March 2021', "jusqu'en 2024", 'by 03/04/2021', 'every year', 'soon', 'in 2021 and in 2022', 'within 30 days of the vote'],
  recurrence: ['P1Y', 'P1M', 'P1D', 'P0D', 'P9999Y'],
  // Of policies; no strings are made for patterns that look ahead or name classes of Unicode.
  offset: ['P0D', '-P7D', '-P1M', 'P9999Y', 'P99999D'],
  every: ['P7D', 'P1M', 'P0D', '-P7D'],
  period: ['P30D', 'P0D'],
  name: ['standard', 'own', 'The Ministry', 'a/b', ''],
  version: [1, 1, 2, 0],
  calendar: ['DE', 'eu-institutions', 'XX', null],
  duration: ['P30D', '-P1Y', 'P9999Y', '-P9999Y'],
  url: ['https://example.org/report', 'http://[::1]/', 'javascript:alert(1)', 'https://example.org/\u00e9'],
  zone: ['Europe/Brussels', 'Asia/Kathmandu', 'UTC', 'Nowhere/Land'],
  email: ['one@example.org', 'ONE@example.org', 'two@example.org', 'one@example.org,two@example.org'],
  // Whether it is published is what most else depends on.
  publish: [true, true, true, false],
};

/** Values for a schema, and sometimes for none. */
function valueFor(schema: Schema, name: string, source: Source): fc.Arbitrary<unknown> {
  const known = source.hints[name] ?? generalHints[name];
  const proper = known === undefined ? fitting(schema, name, source) : fc.constantFrom(...known);
  return mostly(schema['nullable'] === true ? fc.option(proper, { freq: 3 }) : proper, source);
}

function fitting(schema: Schema, name: string, source: Source): fc.Arbitrary<unknown> {
  const alternatives = (schema['anyOf'] ?? schema['oneOf']) as Schema[] | undefined;
  if (alternatives !== undefined) return fc.oneof(...alternatives.map((alternative) => valueFor(alternative, name, source)));
  if (schema['enum'] !== undefined) return fc.constantFrom(...(schema['enum'] as unknown[]));
  switch (schema['type']) {
    case 'object':
      return objectFor(schema, source);
    case 'array':
      return fc.array(valueFor(schema['items'] as Schema, name, source), { minLength: Number(schema['minItems'] ?? 0), maxLength: 3 });
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return fc.integer({ min: Math.max(Number(schema['minimum'] ?? 0), -10), max: Math.min(Number(schema['maximum'] ?? 50), 1000) });
    default:
      return textFor(schema);
  }
}

function textFor(schema: Schema): fc.Arbitrary<string> {
  if (schema['format'] === 'date') return day;
  if (schema['pattern'] !== undefined) return fc.stringMatching(new RegExp(schema['pattern'] as string));
  const minLength = Number(schema['minLength'] ?? 0);
  return fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(Number(schema['maxLength'] ?? 40), minLength + 20) });
}

function objectFor(schema: Schema, source: Source): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>);
  const required = new Set(schema['required'] as string[] | undefined);
  const members = properties.map(([name, member]) => {
    const value = valueFor(member, name, source);
    // Requests that are to get in have what is required and little else; of the others a required member is left out once in a while.
    const inFull = source.junkIn20 === 0 && required.has(name);
    const absent = source.junkIn20 === 0 ? 4 : required.has(name) ? 0 : 1;
    const given = inFull
      ? value
      : fc.oneof({ weight: absent * 30 + 1, arbitrary: fc.constant(undefined) }, { weight: 30, arbitrary: value });
    return given.map((v) => (v === undefined ? [] : [[name, v]]));
  });
  const stranger =
    source.junkIn20 === 0 ? fc.constant([]) : fc.constantFrom<unknown[][]>(...Array<unknown[][]>(29).fill([]), [['stranger', 1]]);
  return fc.tuple(...members, stranger).map((entries) => Object.fromEntries(entries.flat() as [string, unknown][]));
}

/** In the place of an empty name in a path, which would be another path. */
const nothing = '-';

export interface FuzzedRequest {
  path: string;
  body: unknown;
  headers: Record<string, string>;
}

/** Of a parameter: what is longer in an address is refused by Node itself, and the connection with it. */
const longest = 400;

/**
 * Requests to one operation, a third of them with nothing in them that the description does not ask for. If-Match is the
 * caller's to give, since it changes with every request that succeeds.
 */
export function requestsTo(operation: Operation, hints: Hints): fc.Arbitrary<FuzzedRequest> {
  return fc.oneof(
    { weight: 2, arbitrary: requestsFrom(operation, { hints, junkIn20: 1 }) },
    { weight: 1, arbitrary: requestsFrom(operation, { hints, junkIn20: 0 }) },
  );
}

function requestsFrom({ path, parameters, requestBody }: Operation, source: Source): fc.Arbitrary<FuzzedRequest> {
  const given = (where: 'path' | 'query'): fc.Arbitrary<Record<string, string>> => {
    const some = parameters.filter((parameter) => parameter.in === where);
    const values = some.map(({ name, schema, required }) => {
      const value = valueFor(schema, name, source).map((v) => (typeof v === 'string' ? v : JSON.stringify(v)).slice(0, longest));
      return (required === true ? value : fc.option(value, { nil: undefined, freq: 2 })).map((v) => (v === undefined ? [] : [[name, v]]));
    });
    return fc.tuple(...values).map((entries) => Object.fromEntries(entries.flat() as [string, string][]));
  };
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const isJson = type === undefined || type === 'application/json';
  const text = fc.string({ unit: 'binary', maxLength: 300 });
  const body = content === undefined ? fc.constant(undefined) : isJson ? valueFor(content.schema, '', source) : text;
  const keyed = fc.constantFrom<Record<string, string>>({}, {}, {}, { 'idempotency-key': 'one' }, { 'idempotency-key': 'another one' });
  return fc.record({ inPath: given('path'), inQuery: given('query'), body, headers: keyed }).map(({ inPath, inQuery, ...request }) => ({
    ...request,
    headers: isJson ? request.headers : { ...request.headers, 'content-type': type },
    path: path.replace(/\{(\w+)\}/g, (_, name: string) => encoded(inPath[name] || nothing)) + queryOf(inQuery),
  }));
}

function queryOf(given: Record<string, string>): string {
  const pairs = Object.entries(given).map(([name, value]) => `${name}=${encoded(value)}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** Halves of surrogate pairs have no escape; what a careless client would send for them is not UTF-8 either. */
function encoded(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80';
}
