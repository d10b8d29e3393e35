/**
 * Canonical JSON (RFC 8785), restricted to I-JSON (RFC 7493) with whole numbers: what the log hashes.
 *
 * The package serialises; it also writes lone surrogates, drops undefined members, calls toJSON and keeps fractions.
 * Bytes that could be read back as something else must never be hashed, so all of that is refused first.
 */
import canonicalize from 'canonicalize';
import { Refusal } from '../refusal.js';
import { pointerAt, pointerTo, repeatedMember } from './json-text.js';

/** Deeper than anything the register records, and far from what would exhaust the stack. */
const maxDepth = 64;

/**
 * The one text that stands for this value.
 *
 * Throws a Refusal (`invalid_input`, with the JSON pointer) for data that has no place in I-JSON: text with a lone
 * surrogate or a noncharacter, a number that is not a safe integer, nesting deeper than 64. Throws a TypeError for what only a
 * mistake in the program can hand over: undefined, a function, a symbol, a bigint, an instance of a class, a hole, a cycle.
 */
export function canonicalJson(value: unknown): string {
  check(value, [], []);
  return canonicalize(value)!;
}

/**
 * Reads a text that must be canonical already. Refuses (`invalid_input`, with the JSON pointer) whatever canonicalJson
 * would have refused or written otherwise: repeated names, other spacing, order or spelling, bytes that are not UTF-8.
 */
export function parseStrict(input: Uint8Array | string): unknown {
  const text = typeof input === 'string' ? input : decoded(input);
  const value = parsed(text);
  const canonical = canonicalJson(value);
  if (canonical === text) return value;
  const repeated = repeatedMember(text);
  if (repeated !== undefined) throw refusal(repeated, 'This name stands twice in the same object.');
  throw refusal(pointerAt(text, firstDifference(canonical, text)), 'Not in canonical form (RFC 8785).');
}

type Path = (string | number)[];

/** Unicode's own properties: half a surrogate pair, and the 66 code points that are never characters. */
const notText = /[\p{Surrogate}\p{Noncharacter_Code_Point}]/u;

function check(value: unknown, path: Path, around: object[]): void {
  if (value === null || typeof value === 'boolean') return;
  if (typeof value === 'string') {
    if (notText.test(value)) throw refusal(pointerTo(path), `Text cannot hold ${named(value)}.`);
  } else if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw refusal(pointerTo(path), `${value} is not a whole number between ±(2^53 − 1).`);
  } else if (typeof value === 'object') {
    checkMembers(value, path, around);
  } else {
    throw mistake(path, `${typeof value} has no place in JSON`);
  }
}

function checkMembers(value: object, path: Path, around: object[]): void {
  if (around.includes(value)) throw mistake(path, 'an object inside itself');
  if (path.length === maxDepth) throw refusal(pointerTo(path), `Nested deeper than ${maxDepth}.`);
  const names = Object.keys(value);
  if (Array.isArray(value) ? names.length !== value.length : !isPlain(value)) {
    throw mistake(path, Array.isArray(value) ? 'an array with holes or names' : `an instance of ${value.constructor?.name}`);
  }
  if (Object.getOwnPropertySymbols(value).length > 0) throw mistake(path, 'a member named by a symbol');
  around.push(value);
  for (const name of names) {
    if (notText.test(name)) throw refusal(pointerTo(path), `The name of a member cannot hold ${named(name)}.`);
    path.push(name);
    check((value as Record<string, unknown>)[name], path, around);
    path.pop();
  }
  around.pop();
}

/** Made by `{}` or without a prototype, in whichever realm: instances of classes have a prototype that has another. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function named(text: string): string {
  const code = notText.exec(text)![0].codePointAt(0)!;
  const what = code >= 0xd800 && code <= 0xdfff ? 'half a surrogate pair' : 'a noncharacter';
  return `${what} (U+${code.toString(16).toUpperCase().padStart(4, '0')})`;
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw refusal('', 'Not UTF-8.');
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw refusal('', `Not JSON: ${(error as Error).message}.`);
  }
}

function firstDifference(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
}

function refusal(pointer: string, message: string): Refusal {
  return new Refusal('invalid_input', pointer === '' ? message : `At ${pointer}: ${message}`, { pointer });
}

function mistake(path: Path, what: string): TypeError {
  return new TypeError(`cannot be logged: ${what}, at ${pointerTo(path) || 'the top'}`);
}
