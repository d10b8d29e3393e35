/** A phrase cut into words, numbers and marks, each with its place in the phrase in UTF-16 code units. */

export type TokenKind =
  /** Letters: folded to lower case without accents. */
  | 'word'
  /** Digits, `value` their number. */
  | 'number'
  /** Digits with an ending, as in 1er, 2nd: `value` their number. */
  | 'ordinal'
  /** 2030s: `value` its first year. */
  | 'decade'
  /** Letters and digits in one, as in T3, FY2025, COP28. */
  | 'code'
  /** 2021-03-31, and 31/12/2021 where only one reading is possible: `day` is set. */
  | 'date'
  /** 03/04/2021: `parts` as written. */
  | 'numeric'
  /** Amounts, times, addresses: nothing that a date is made of. */
  | 'opaque'
  | 'mark';

export interface Token {
  kind: TokenKind;
  text: string;
  start: number;
  end: number;
  value: number;
  /** Whether nothing stands between it and the token before. */
  glued: boolean;
  /** Whether it begins with a capital letter. */
  capital: boolean;
  /** Of a numeric date: first, second, year (null when not given); `text` is what stands between them. */
  parts?: readonly [number, number, number | null];
}

/** Each rule begins at a digit; the first that fits wins. */
const ISO_DAY = /(\d{4})([-/‐‑–])(\d{1,2})\2(\d{1,2})(?!\d)(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?/y;
const NUMERIC_DATE = /(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?![\d])(?!\2\d)/y;
const NUMERIC_DATE_DOTTED = /(\d{2})\.(\d{2})\.(\d{2})(?![\d.])/y;
const NUMERIC_DATE_SHORT = /(\d{1,2})\/(\d{1,2})(?:\/(\d{2}))?(?![\d/])/y;
const AMOUNT =
  /\d{1,3}(?:([ \u00a0\u202f\u2009,.'’])\d{3})(?:\1\d{3})*(?:[.,]\d+)?(?!\d)|\d{1,3}[.,]\d+|\d{1,2}[:h]\d{2}(?::\d{2})?(?!\d)/iy;
const CHAIN = /\d+(?:[-.]\d+){2,}/y;
const ENDING = /(?:st|nd|rd|th|er|ers|re|ère|ere|ième|ieme|ème|eme|e|è)(?![\p{L}\d])/iuy;
const DECADE = /['’]?s(?![\p{L}\d])/iuy;
const PART_CODE = /([1-4])([qths])(?![\p{L}\d])/iuy;
const ADDRESS = /(?:https?:\/\/|www\.)\S+/iy;

const APOSTROPHES = "'’‘ʼ′´`";
const DASHES = '-‐‑‒–—−';

export function tokenize(phrase: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let glued = false;
  let breaks = 0;
  const push = (kind: TokenKind, text: string, end: number, value = 0, extra?: Pick<Token, 'parts'>): void => {
    tokens.push({ kind, text, start: at, end, value, glued, capital: false, ...extra });
    at = end;
    glued = true;
    breaks = 0;
  };
  while (at < phrase.length) {
    const code = phrase.charCodeAt(at);
    if (isSpace(code)) {
      // An empty line ends a sentence as a full stop does.
      if (code === 10 && ++breaks === 2)
        tokens.push({ kind: 'mark', text: '.', start: at, end: at, value: 0, glued: false, capital: false });
      glued = false;
      at++;
    } else if (code >= 48 && code <= 57) {
      numeral(phrase, at, push);
    } else if (isLetter(code)) {
      const address = (code | 32) === 104 || (code | 32) === 119 ? endOf(ADDRESS, phrase, at) : -1;
      if (address > 0) push('opaque', '', address);
      else word(phrase, at, push, tokens);
    } else if (APOSTROPHES.includes(phrase[at] ?? '')) {
      // Elisions and possessives are two words without it: d’ici, l’année, the year’s.
      at++;
    } else {
      const mark = phrase[at] ?? '';
      push('mark', DASHES.includes(mark) ? '-' : mark, at + 1);
    }
  }
  return tokens;
}

type Push = (kind: TokenKind, text: string, end: number, value?: number, extra?: Pick<Token, 'parts'>) => void;

function numeral(phrase: string, at: number, push: Push): void {
  let end = at;
  while (isDigit(phrase.charCodeAt(end))) end++;
  const isPlain =
    end === phrase.length || ((isSpace(phrase.charCodeAt(end)) || phrase[end] === ',') && !isDigit(phrase.charCodeAt(end + 1)));
  if (!isPlain && special(phrase, at, push)) return;
  const digits = phrase.slice(at, end);
  const value = digits.length > 9 ? NaN : Number(digits);
  const ending = isPlain ? -1 : endOf(ENDING, phrase, end);
  if (ending > 0) return push('ordinal', digits, ending, value);
  const decade = !isPlain && digits.length === 4 && value % 10 === 0 ? endOf(DECADE, phrase, end) : -1;
  if (decade > 0) return push('decade', digits, decade, value);
  // 30km is an amount; 2021Q3 is a year and a quarter.
  if (isLetter(phrase.charCodeAt(end)) && !(digits.length === 4 && /^[qths][1-4](?![\p{L}\d])/iu.test(phrase.slice(end, end + 3)))) {
    while (end < phrase.length && (isLetter(phrase.charCodeAt(end)) || isDigit(phrase.charCodeAt(end)))) end++;
    return push('opaque', '', end);
  }
  push('number', digits, end, value);
}

/** Digits with signs between them: dates, amounts, chains of numbers. False where they are only digits. */
function special(phrase: string, at: number, push: Push): boolean {
  const iso = matchAt(ISO_DAY, phrase, at);
  const numeric = iso ? null : matchAt(NUMERIC_DATE, phrase, at);
  const dotted = iso || numeric ? null : matchAt(NUMERIC_DATE_DOTTED, phrase, at);
  const short = iso || numeric || dotted ? null : matchAt(NUMERIC_DATE_SHORT, phrase, at);
  if (iso) push('date', `${iso[1]}-${pad(iso[3])}-${pad(iso[4])}`, ISO_DAY.lastIndex);
  else if (numeric)
    push('numeric', numeric[2] ?? '', NUMERIC_DATE.lastIndex, 0, { parts: [Number(numeric[1]), Number(numeric[3]), Number(numeric[4])] });
  else if (dotted)
    push('numeric', '.', NUMERIC_DATE_DOTTED.lastIndex, 0, { parts: [Number(dotted[1]), Number(dotted[2]), Number(dotted[3])] });
  else if (short) {
    const year = short[3] === undefined ? null : Number(short[3]);
    push('numeric', '/', NUMERIC_DATE_SHORT.lastIndex, 0, { parts: [Number(short[1]), Number(short[2]), year] });
  } else {
    const opaque = Math.max(endOf(AMOUNT, phrase, at), endOf(CHAIN, phrase, at));
    const part = opaque > 0 ? null : matchAt(PART_CODE, phrase, at);
    if (opaque > 0) push('opaque', '', opaque);
    else if (part) push('code', `${part[2]?.toLowerCase()}${part[1]}`, PART_CODE.lastIndex);
    else return false;
  }
  return true;
}

function word(phrase: string, at: number, push: Push, tokens: Token[]): void {
  let end = at;
  let isPlain = true;
  let kind: TokenKind = 'word';
  for (; end < phrase.length; end++) {
    const code = phrase.charCodeAt(end);
    if (isDigit(code)) kind = 'code';
    else if (!isLetter(code) && !isMarkOnLetter(code)) break;
    if (code >= 128) isPlain = false;
  }
  const first = phrase.charCodeAt(at);
  const written = phrase.slice(at, end);
  push(kind, isPlain ? written.toLowerCase() : folded(written), end);
  const pushed = tokens.at(-1);
  if (pushed) pushed.capital = first < 128 ? first < 97 : written[0] !== written[0]?.toLowerCase();
}

const FOLDED = new Map<string, string>();
for (const [plain, accented] of Object.entries({
  a: 'àâäáãå',
  c: 'ç',
  e: 'éèêë',
  i: 'îïíì',
  n: 'ñ',
  o: 'ôöóòõ',
  u: 'ùûüú',
  y: 'ÿý',
  oe: 'œ',
  ae: 'æ',
}))
  for (const letter of accented) for (const form of [letter, letter.toUpperCase()]) FOLDED.set(form, plain);

function folded(written: string): string {
  let text = '';
  for (const letter of written) {
    const code = letter.charCodeAt(0);
    if (!isMarkOnLetter(code)) text += code < 128 ? letter.toLowerCase() : (FOLDED.get(letter) ?? letter.toLowerCase());
  }
  return text;
}

/** A combining accent, as in a text whose é is two characters. */
function isMarkOnLetter(code: number): boolean {
  return code >= 0x300 && code <= 0x36f;
}

function isSpace(code: number): boolean {
  return (
    code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || (code >= 0x2000 && code <= 0x200b) || code === 0x202f || code === 0xfeff
  );
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isLetter(code: number): boolean {
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
  if (!(code >= 0xc0)) return false;
  return (
    code !== 0xd7 &&
    code !== 0xf7 &&
    code !== 0x2bc &&
    !isMarkOnLetter(code) &&
    !(code >= 0x2000 && code <= 0x303f) &&
    !(code >= 0xd800 && code <= 0xf8ff)
  );
}

function matchAt(rule: RegExp, text: string, at: number): RegExpExecArray | null {
  rule.lastIndex = at;
  return rule.exec(text);
}

/** Where a rule's match ends; -1 without one. */
function endOf(rule: RegExp, text: string, at: number): number {
  rule.lastIndex = at;
  return rule.test(text) ? rule.lastIndex : -1;
}

function pad(digits: string | undefined): string {
  return (digits ?? '').padStart(2, '0');
}
