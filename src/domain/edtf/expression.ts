import { compareDays, writeDay } from './calendar.js';
import { Cursor } from './cursor.js';
import { type EdtfDate, scanDate } from './date.js';
import { scanTime } from './time-of-day.js';

/** An end without a date: `..` is open (there is no such end), nothing at all is unknown. */
export type End = EdtfDate | 'open' | 'unknown';

export interface EdtfInterval {
  start: End;
  end: End;
}

/** `{1667,1670..1672}` is all of its members, `[…]` one of them. A member without a range has itself as both ends. */
export interface EdtfSet {
  choice: 'one' | 'all';
  members: { first: EdtfDate | 'open'; last: EdtfDate | 'open' }[];
}

export type Expression = { date: EdtfDate } | { interval: EdtfInterval } | { set: EdtfSet };

/** The structure of an EDTF expression, for those who need more than its bounds. Throws `EdtfError`. */
export function scan(text: string): Expression {
  const c = new Cursor(text);
  const expression = scanExpression(c);
  if (c.code !== -1) c.refuse('date' in expression ? continuation(expression.date) : 'the end of the text');
  return expression;
}

/** What could have followed a date that stands alone. */
function continuation(date: EdtfDate): string {
  const end = 'a slash or the end of the text';
  if (date.time !== null) return 'the end of the text';
  if (date.yearMark || date.significance) return end;
  if (date.day !== null || date.part) return `a qualifier (? ~ %), ${end}`;
  if (date.month !== null) return `a hyphen and a day, a qualifier (? ~ %), ${end}`;
  if (typeof date.year === 'number') return `a digit, a qualifier (? ~ %), ${end}`;
  return `a hyphen and a month, a qualifier (? ~ %), ${end} (a year of more than four digits begins with Y)`;
}

function scanExpression(c: Cursor): Expression {
  if (c.accept('[')) return { set: scanSet(c, 'one', ']') };
  if (c.accept('{')) return { set: scanSet(c, 'all', '}') };
  if (c.code === 47 || c.code === 46) return { interval: scanInterval(c, scanEnd(c)) };
  const date = scanDate(c);
  if (c.code === 84) date.time = scanTime(c, date);
  else if (c.code === 47) return { interval: scanInterval(c, date) };
  return { date };
}

/** From the slash on. */
function scanInterval(c: Cursor, start: End): EdtfInterval {
  if (!c.accept('/')) c.refuse('a slash');
  const end = scanEnd(c);
  if (start === 'unknown' && end === 'unknown') c.refuse('a date on one side of the slash');
  if (typeof start === 'object' && typeof end === 'object') refuseBackwards(c, start, end);
  return { start, end };
}

function scanEnd(c: Cursor): End {
  if (c.code === -1 || c.code === 47) return 'unknown';
  if (c.acceptDots()) return 'open';
  return scanDate(c);
}

function scanSet(c: Cursor, choice: EdtfSet['choice'], closing: ']' | '}'): EdtfSet {
  const members: EdtfSet['members'] = [];
  do {
    if (members.length === 0 && c.acceptDots()) {
      members.push({ first: 'open', last: scanDate(c) });
      continue;
    }
    const first = scanDate(c);
    if (!c.acceptDots()) {
      members.push({ first, last: first });
      continue;
    }
    if (c.accept(closing)) return { choice, members: [...members, { first, last: 'open' }] };
    const last = scanDate(c);
    refuseBackwards(c, first, last);
    members.push({ first, last });
  } while (c.accept(','));
  if (!c.accept(closing)) c.refuse(`a comma, two dots, or ${closing}`);
  return { choice, members };
}

function refuseBackwards(c: Cursor, start: EdtfDate, end: EdtfDate): void {
  if (compareDays(end.latest, start.earliest) < 0) c.refuse(`an end on or after ${writeDay(start.earliest)}`, end.position);
}
