/** Words that somebody copied from a text, found in it again. */

/**
 * Where they stand, in UTF-16 code units; null where they do not. What copying does to blanks and line breaks is forgiven,
 * what changes a word is not. The first place counts.
 */
export function locate(words: string, text: string): { start: number; end: number } | null {
  const parts = words.split(/\s+/u).filter((part) => part !== '');
  if (parts.length === 0) return null;
  const pattern = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s+');
  const found = new RegExp(pattern, 'u').exec(text);
  return found === null ? null : { start: found.index, end: found.index + found[0].length };
}
