/**
 * iCalendar as bytes (RFC 5545): content lines escaped, and folded by octets. Written here since the library for it has
 * no to-dos and folds by characters; a test reads the result back with a parser that is not ours.
 */
import type { Day, Instant } from '../domain/time.js';

export interface Component {
  name: string;
  /** Name with its parameters, and the value as it stands on the line. */
  lines: [name: string, value: string][];
  components?: Component[];
}

export function icalendar(component: Component): string {
  return linesOf(component)
    .map(([name, value]) => `${folded(`${name}:${value}`)}\r\n`)
    .join('');
}

function linesOf({ name, lines, components = [] }: Component): [string, string][] {
  return [['BEGIN', name], ...lines, ...components.flatMap(linesOf), ['END', name]];
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
  if (Buffer.byteLength(line) <= lineOctets) return line;
  let octets = 0;
  let text = '';
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > lineOctets) {
      text += '\r\n ';
      octets = 1;
    }
    text += character;
    octets += size;
  }
  return text;
}
