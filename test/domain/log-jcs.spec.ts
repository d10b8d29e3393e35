import { describe, expect, it, test } from '@jest/globals';
import { canonicalJson, parseStrict } from '../../src/domain/log/jcs.js';
import { Refusal } from '../../src/domain/refusal.js';

const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');

/** The pointer and message of a Refusal; anything else that is thrown goes on. */
function refusalOf(attempt: () => unknown): { pointer: string | undefined; message: string } {
  try {
    attempt();
  } catch (error) {
    if (error instanceof Refusal) return { pointer: error.errors[0]?.pointer, message: error.message };
    throw error;
  }
  throw new Error('was not refused');
}

describe('canonical JSON follows RFC 8785', () => {
  test.each<[what: string, value: unknown, canonical: string]>([
    ['names sorted by UTF-16 units (section 3.2.3)', { '\u20ac': 'Euro Sign', '\r': 'Carriage Return', '\ufb33': 'Hebrew Letter Dalet With Dagesh', '1': 'One', '\ud83d\ude00': 'Emoji: Grinning Face', '\u0080': 'Control', '\u00f6': 'Latin Small Letter O With Diaeresis' }, '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}'],
    ['strings with the fewest escapes (section 3.2.2)', '\u20ac$\u000f\u000aA\u0027\u0042\u0022\u005c\\"/', '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'],
    ['every short escape', '\b\t\n\f\r"\\', '"\\b\\t\\n\\f\\r\\"\\\\"'],
    ['control characters in lower case hex', '\u0000\u001f\u007f', '"\\u0000\\u001f\u007f"'],
    ['literals', { literals: [null, true, false] }, '{"literals":[null,true,false]}'],
    ['zero', 0, '0'],
    ['minus zero', -0, '0'],
    ['the largest whole number', Number.MAX_SAFE_INTEGER, '9007199254740991'],
    ['the smallest', Number.MIN_SAFE_INTEGER, '-9007199254740991'],
    ['a whole number written with an exponent', 1e15, '1000000000000000'],
    ['no spaces, nested names sorted, arrays left as they are', { b: [3, { d: 1, c: 2 }, 1], a: {} }, '{"a":{},"b":[3,{"c":2,"d":1},1]}'],
    ['names that begin alike', { aa: 1, a: 2, '': 3, A: 4 }, '{"":3,"A":4,"a":2,"aa":1}'],
    ['an object without a prototype', Object.assign(Object.create(null) as object, { a: 1 }), '{"a":1}'],
    ['a member named __proto__', JSON.parse('{"__proto__":1}'), '{"__proto__":1}'],
    ['the same object in two places', ((twice) => [twice, twice])({ a: 1 }), '[{"a":1},{"a":1}]'],
  ])('%s', (_what, value, canonical) => {
    expect(canonicalJson(value)).toBe(canonical);
    expect(canonicalJson(parseStrict(utf8(canonical)))).toBe(canonical);
  }); // prettier-ignore

  it('gives the same text whatever the order of members', () => {
    expect(canonicalJson({ x: 1, y: { p: 1, q: 2 } })).toBe(canonicalJson({ y: { q: 2, p: 1 }, x: 1 }));
  });
});

describe('what is not I-JSON is refused before hashing', () => {
  test.each<[what: string, value: unknown, pointer: string, message: RegExp]>([
    ['the first half of a surrogate pair', { title: 'a\ud83d' }, '/title', /half a surrogate pair \(U\+D83D\)/],
    ['the second half', ['\ude00a'], '/0', /half a surrogate pair \(U\+DE00\)/],
    ['the halves the wrong way round', '\ude00\ud83d', '', /half a surrogate pair/],
    ['half a pair in a name', { payload: { '\ud83d': 1 } }, '/payload', /name of a member cannot hold half a surrogate pair/],
    ['a noncharacter', 'a\uffff', '', /a noncharacter \(U\+FFFF\)/],
    ['a noncharacter of another plane', { a: { b: '\u{1fffe}' } }, '/a/b', /a noncharacter \(U\+1FFFE\)/],
    ['a noncharacter in a name', { '\ufdd0': 1 }, '', /name of a member/],
    ['NaN', { a: [0, NaN] }, '/a/1', /NaN is not a whole number/],
    ['Infinity', { a: Infinity }, '/a', /Infinity is not a whole number/],
    ['minus Infinity', -Infinity, '', /-Infinity/],
    ['a fraction', { payload: { share: 0.5 } }, '/payload/share', /^At \/payload\/share: 0.5 is not a whole number/],
    ['a whole number past 2^53', 2 ** 53, '', /9007199254740992 is not/],
    ['a slash and a tilde in the pointer', { 'a/b': { '~': 1.5 } }, '/a~1b/~0', /1.5/],
    ['deep nesting', JSON.parse('['.repeat(65) + ']'.repeat(65)), '/0'.repeat(64), /deeper than 64/],
  ])('%s', (_what, value, pointer, message) => {
    const refused = refusalOf(() => canonicalJson(value));
    expect(refused.pointer).toBe(pointer);
    expect(refused.message).toMatch(message);
  });

  it('but 64 levels are fine', () => {
    const deep = '['.repeat(64) + ']'.repeat(64);
    expect(canonicalJson(JSON.parse(deep))).toBe(deep);
  });
});

class Box {
  a = 1;
}
const cycle: Record<string, unknown> = { a: {} };
(cycle['a'] as Record<string, unknown>)['b'] = cycle;

describe('what only a mistake in the program can hand over is an error, not a refusal', () => {
  test.each<[what: string, value: unknown, message: RegExp]>([
    ['undefined', undefined, /undefined has no place in JSON, at the top/],
    ['an undefined member', { a: { b: undefined } }, /undefined .* \/a\/b/],
    ['undefined in an array', [1, undefined], /undefined .* \/1/],
    ['a hole in an array', { a: Array(2) }, /holes .* \/a/],
    ['a named member of an array', Object.assign([1], { name: 1 }), /holes or names/],
    ['a bigint', { a: 1n }, /bigint .* \/a/],
    ['a symbol', [Symbol('s')], /symbol .* \/0/],
    ['a member named by a symbol', { a: { [Symbol('s')]: 1 } }, /symbol, at \/a/],
    ['a function', { a: () => 1 }, /function .* \/a/],
    ['a Date', { at: new Date(0) }, /instance of Date, at \/at/],
    ['a Map', { a: new Map() }, /instance of Map/],
    ['a Set', { a: new Set([1]) }, /instance of Set/],
    ['bytes', { a: new Uint8Array(2) }, /instance of Uint8Array/],
    ['a boxed string', new String('a'), /instance of String/],
    ['an instance of a class', { a: [new Box()] }, /instance of Box, at \/a\/0/],
    ['inherited members', Object.create({ a: 1 }), /instance of/],
    ['toJSON', { toJSON: () => 1 }, /function .* \/toJSON/],
    ['a cycle', cycle, /an object inside itself, at \/a\/b/],
  ])('%s', (_what, value, message) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
    expect(() => canonicalJson(value)).toThrow(message);
  });
});

describe('strict parsing', () => {
  test.each([
    '{"a":[1,{"b":"é"}],"c":null}',
    '[]',
    '{}',
    '""',
    '"\\u0000"',
    '-1',
    'true',
    '{"":{"":[]}}',
  ])('reads %s, as text or bytes', (text) => {
    expect(parseStrict(text)).toEqual(JSON.parse(text));
    expect(parseStrict(utf8(text))).toEqual(JSON.parse(text));
  }); // prettier-ignore

  test.each<[what: string, text: string | Uint8Array, pointer: string, message: RegExp]>([
    ['a repeated name', '{"a":1,"a":1}', '/a', /twice/],
    ['a repeated name further in', '{"x":[{"a":1},{"b":{"c":1,"d":2,"c":3}}]}', '/x/1/b/c', /twice/],
    ['a repeated name in another spelling', '{"a":1,"\\u0061":2}', '/a', /twice/],
    ['a repeated __proto__', '{"__proto__":1,"__proto__":1}', '/__proto__', /twice/],
    ['a repeated name with a slash in it', '{"a/b":1,"a/b":1}', '/a~1b', /twice/],
    ['names out of order', '{"a":{"d":1,"c":2}}', '/a', /canonical form/],
    ['a space', '{"a":[1, 2]}', '/a/1', /canonical form/],
    ['a line break at the end', '{"a":1}\n', '', /canonical form/],
    ['a needless escape', '{"a":{"b":"\\u0041"}}', '/a/b', /canonical form/],
    ['an escaped slash', '["a",["\\/"]]', '/1/0', /canonical form/],
    ['hex in upper case', '["\\u001F"]', '/0', /canonical form/],
    ['an escaped name', '{"\\u0041":1}', '', /canonical form/],
    ['minus zero', '{"a":-0}', '/a', /canonical form/],
    ['a whole number written as a fraction', '{"a":1.0}', '/a', /canonical form/],
    ['a whole number with an exponent', '[0,1e2]', '/1', /canonical form/],
    ['a fraction', '{"a":[1.5]}', '/a/0', /1.5 is not a whole number/],
    ['a number too large to be exact', '9007199254740993', '', /not a whole number/],
    ['a number too large altogether', '[1e999]', '/0', /Infinity/],
    ['half a surrogate pair, escaped', '{"a":"\\ud83d"}', '/a', /half a surrogate pair/],
    ['half a surrogate pair in a string of ours', '"\ud83d"', '', /half a surrogate pair/],
    ['bytes that are not UTF-8', Uint8Array.of(0x22, 0xff, 0x22), '', /Not UTF-8/],
    ['a surrogate in UTF-8', Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22), '', /Not UTF-8/],
    ['an overlong encoding', Uint8Array.of(0x22, 0xc0, 0xaf, 0x22), '', /Not UTF-8/],
    ['a byte order mark', Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0x7d), '', /Not JSON/],
    ['nothing', '', '', /Not JSON/],
    ['two values', '{}{}', '', /Not JSON/],
    ['a bare word', '{"a":NaN}', '', /Not JSON/],
    ['a hundred thousand brackets', '['.repeat(100_000) + ']'.repeat(100_000), '/0'.repeat(64), /deeper than 64/],
  ])('refuses %s', (_what, text, pointer, message) => {
    const refused = refusalOf(() => parseStrict(text));
    expect(refused.pointer).toBe(pointer);
    expect(refused.message).toMatch(message);
  });
});
