/** Whether a text names somebody, so that erasing them finds it. */

/** All addresses and names that a person has had here. */
export interface KnownAs {
  addresses: readonly string[];
  names: readonly string[];
}

/**
 * Addresses and names of several words are found however they are capitalised and spaced; a name of one word only as it is
 * written, since many are words too. Never within a longer word or address.
 */
export function mentionOf({ addresses, names }: KnownAs): (text: string) => boolean {
  const spelled = (text: string): string =>
    text.normalize('NFC').trim().split(/\s+/u).map(literally).join('\\s+'); // prettier-ignore
  const inAnyCase = [...addresses, ...names.filter(hasBlank)].map(spelled);
  const asWritten = names.filter((name) => !hasBlank(name)).map(spelled);
  const patterns = [among(inAnyCase, 'iu'), among(asWritten, 'u')].filter((pattern) => pattern !== null);
  return (text) => patterns.some((pattern) => pattern.test(text.normalize('NFC')));
}

function among(spellings: readonly string[], flags: string): RegExp | null {
  return spellings.length === 0 ? null : new RegExp(`(?<![\\p{L}\\p{N}_+]|[\\p{L}\\p{N}][.-])(?:${spellings.join('|')})(?![\\p{L}\\p{N}_]|[.-][\\p{L}\\p{N}])`, flags); // prettier-ignore
}

function hasBlank(name: string): boolean {
  return /\s/u.test(name.trim());
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** A value as JSON has it, with every text that names the person left out. */
export function withoutMention(value: unknown, names: (text: string) => boolean): unknown {
  if (typeof value === 'string') return names(value) ? null : value;
  if (Array.isArray(value)) return value.map((each) => withoutMention(each, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutMention(member, names)]));
}
