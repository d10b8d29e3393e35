/** Mail addresses: exactly one, in a strict subset, because a comma or a line break in a recipient redirects the mail. */
import { z } from 'zod';

/** Dot-separated words of RFC 5322 `atext`, less source routes (`%`, `!`, `|`), encoded words (`?`) and the back tick. No quoted strings. */
const LOCAL_PART = /^[A-Za-z0-9#$&'*+/=^_{}~-]+(\.[A-Za-z0-9#$&'*+/=^_{}~-]+)*$/;
/** A host name of at least two labels whose last is no number: neither `localhost` nor an address literal takes mail for people. */
const DOMAIN = /^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$/;
const LONGEST_LOCAL_PART = 64;
const LONGEST_ADDRESS = 254;

export const emailSchema = z
  .string()
  .refine(isOneAddress, { error: 'exactly one mail address, as in desk@example.org' })
  .meta({ format: 'email', example: 'desk@example.org' });

/**
 * Whether the text is one mail address and nothing else: no name, no list, no group, no blank, no control character.
 * ASCII only; an internationalised domain is written in its `xn--` form (RFC 5890), and local parts beyond ASCII are
 * refused because not every mail server on the way takes them (RFC 6531). Lengths are those of RFC 5321, 4.5.3.1.
 */
export function isOneAddress(text: string): boolean {
  const at = text.indexOf('@');
  return (
    text.length <= LONGEST_ADDRESS &&
    at > 0 &&
    at <= LONGEST_LOCAL_PART &&
    LOCAL_PART.test(text.slice(0, at)) &&
    DOMAIN.test(text.slice(at + 1))
  );
}

/** The last guard before an envelope or a header. A failure here is a bug further up: input passes `emailSchema`. */
export function assertOneAddress(address: string): void {
  if (!isOneAddress(address)) throw new Error('Not exactly one mail address: nothing is sent to it');
}
