/**
 * iCalendar as bytes (RFC 5545): content lines escaped, and folded by octets. Written here since the library at hand has no
 * to-dos; a test reads the result back with a parser that is not ours.
 */
import type { Day, Instant } from '../domain/time.js';

export interface Component {
  name: string;
  /** Name with its parameters, and the value as it stands on the line. */
  lines: [name: string, value: string][];
}

/** A component with what is in it; `inside` is the text of further ones. */
export function icalendar({ name, lines }: Component, inside = ''): string {
  const written = lines.map(([property, value]) => `${folded(`${property}:${value}`)}\r\n`).join('');
  return `BEGIN:${name}\r\n${written}${inside}END:${name}\r\n`;
}

/** A TEXT value: line breaks as `\n`, no other control character, and no direction override that would turn what follows. */
export function textValue(text: string): string {
  return text
    .replace(/\r\n?|[\n\u2028\u2029]/g, '\n')
    .replace(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/gu, ' ')
    .replace(/[\\;,]/g, (c) => `\\${c}`)
    .replace(/\n/g, '\\n');
}

/** A parameter value, which has no escapes (RFC 6868 aside): what cannot stand in quotes is left out. */
export function parameterValue(text: string): string {
  return `"${text.replace(/[\p{Cc}"]/gu, ' ')}"`;
}

export function dateValue(day: Day): string {
  return day.replaceAll('-', '');
}

/** In UTC, without the milliseconds that iCalendar does not have. */
export function dateTimeValue(instant: Instant): string {
  return `${instant.slice(0, 19).replace(/[-:]/g, '')}Z`;
}

const lineOctets = 75;

/** Lines of up to 75 octets, never cut inside a character; what continues a line begins with a space, which counts. */
function folded(line: string): string {
  // No character of a string takes more than three octets of UTF-8.
  if (line.length * 3 <= lineOctets) return line;
  const bytes = Buffer.from(line, 'utf8');
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length;) {
    let end = Math.min(at + lineOctets - (at === 0 ? 0 : 1), bytes.length);
    while (isInside(bytes[end])) end--;
    pieces.push(bytes.toString('utf8', at, end));
    at = end;
  }
  return pieces.join('\r\n ');
}

/** Whether an octet continues a character. */
function isInside(octet: number | undefined): boolean {
  return octet !== undefined && (octet & 0xc0) === 0x80;
}
