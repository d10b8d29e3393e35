import type { Token } from './tokens.js';

/** Phrases of several words, found by their words one after the other. */
export interface Trie<V> {
  next: Map<string, Trie<V>>;
  value?: V;
}

export interface Match<V> {
  value: V;
  /** Index of the token after it. */
  next: number;
}

/**
 * A trie of phrases in folded words. `a|b` is either word, `word?` may be missing: "no|not later than".
 */
export function trieOf<V>(entries: readonly (readonly [pattern: string, value: V])[]): Trie<V> {
  const root: Trie<V> = { next: new Map() };
  for (const [pattern, value] of entries) for (const words of expand(pattern.split(' '))) insert(root, words, value);
  return root;
}

/** Every phrase that begins at token `at`, the longest first. A hyphen inside a word is passed over: year-end, mi-mars. */
export function matches<V>(trie: Trie<V>, tokens: readonly Token[], at: number): Match<V>[] {
  const found: Match<V>[] = [];
  let node: Trie<V> | undefined = trie;
  for (let i = at; ; i++) {
    const token: Token | undefined = tokens[i];
    if (token === undefined) return found;
    if (i > at && token.text === '-' && token.glued && tokens[i + 1]?.glued) continue;
    node = token.kind === 'word' ? node.next.get(token.text) : undefined;
    if (node === undefined) return found;
    if (node.value !== undefined) found.unshift({ value: node.value, next: i + 1 });
  }
}

/** The longest phrase that begins at token `at`. */
export function longest<V>(trie: Trie<V>, tokens: readonly Token[], at: number): Match<V> | undefined {
  let node: Trie<V> | undefined = trie;
  let found: Match<V> | undefined;
  for (let i = at; ; i++) {
    const token: Token | undefined = tokens[i];
    if (token === undefined) return found;
    if (i > at && token.text === '-' && token.glued && tokens[i + 1]?.glued) continue;
    node = token.kind === 'word' ? node.next.get(token.text) : undefined;
    if (node === undefined) return found;
    if (node.value !== undefined) found = { value: node.value, next: i + 1 };
  }
}

function expand(parts: readonly string[]): string[][] {
  const [first, ...rest] = parts;
  if (first === undefined) return [[]];
  const optional = first.endsWith('?');
  const words = (optional ? first.slice(0, -1) : first).split('|');
  const tails = expand(rest);
  const taken = words.flatMap((word) => tails.map((tail) => [word, ...tail]));
  return optional ? [...tails, ...taken] : taken;
}

function insert<V>(root: Trie<V>, words: readonly string[], value: V): void {
  if (words.length === 0) return;
  let node = root;
  for (const word of words) {
    let next = node.next.get(word);
    if (next === undefined) node.next.set(word, (next = { next: new Map() }));
    node = next;
  }
  // The first that was written wins, so that a table can be read from the top.
  node.value ??= value;
}
