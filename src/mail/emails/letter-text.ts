/** The text part: for reading, at most 78 columns (RFC 5322, 2.1.1), except where a URL or a word is longer. */
import type { Block, Item, Letter } from '../letter.js';

const COLUMNS = 78;

export function renderText(letter: Letter): string {
  const heading = [letter.ref === null ? letter.tag : `${letter.ref} \u2013 ${letter.tag}`, ...wrap(letter.title)].join('\n');
  const underline = '='.repeat(Math.max(...heading.split('\n').map(widthOf)));
  return `${[`${heading}\n${underline}`, ...letter.blocks.map(renderBlock)].join('\n\n')}\n`;
}

function renderBlock(block: Block): string {
  switch (block.type) {
    case 'paragraph':
      return wrap(block.text).join('\n');
    case 'notice':
      return [...wrap(block.title, '! '), ...wrap(block.text, '! ')].join('\n');
    case 'verbatim':
      return block.text.trimEnd();
    case 'quote':
      return [...block.quote.text.split('\n').flatMap((line) => wrap(line, '> ')), '', ...wrap(block.by)].join('\n');
    case 'items':
      return [block.heading, '-'.repeat(widthOf(block.heading)), ...block.items.map(renderItem)].join('\n');
    case 'facts':
      return renderFacts(block.rows);
    case 'actions':
      return [...(block.hint === '' ? [] : [...wrap(block.hint), '']), ...block.actions.flatMap((action) => [action.label, action.url, ''])]
        .join('\n')
        .trimEnd();
    case 'footer':
      return ['-'.repeat(COLUMNS), ...wrap(block.text), ...block.actions.flatMap(({ label, url }) => [label, url])].join('\n');
  }
}

function renderItem({ ref, title, text, by, url }: Item): string {
  return [...wrap(`${ref} ${text}`, ''), ...wrap(`${title} (${by})`, '  '), ...(url === null ? [] : [`  ${url}`]), ''].join('\n');
}

/** Labels in a column of their own, values beside them with a hanging indent. */
function renderFacts(rows: Extract<Block, { type: 'facts' }>['rows']): string {
  const width = Math.max(...rows.map((row) => widthOf(row.label))) + 2;
  return rows
    .flatMap(({ label, value }) => {
      const lines = wrap(value.text, ' '.repeat(width));
      return [
        `${label.padEnd(width)}${lines[0]?.slice(width) ?? ''}`,
        ...lines.slice(1),
        ...(value.url ? [' '.repeat(width) + value.url] : []),
      ];
    })
    .join('\n');
}

/** A word too long for a line is cut unless it is a URL. */
export function wrap(text: string, prefix = ''): string[] {
  const room = COLUMNS - prefix.length;
  const lines: string[] = [];
  let [line, width] = ['', 0];
  for (const long of unbroken(text.replace(/[ \t\n]+/g, ' ').split(' ')))
    for (const word of cut(long, room)) {
      const longer = width + 1 + widthOf(word);
      if (line === '' || longer > room) {
        if (line !== '') lines.push(line);
        [line, width] = [word, widthOf(word)];
      } else [line, width] = [`${line} ${word}`, longer];
    }
  return [...lines, line].map((full) => `${prefix}${full}`.trimEnd());
}

/** A number stays with what it counts ("15 January", "3 days", "1er mai"); a no-break space is none to break at anyway. */
function unbroken(words: readonly string[]): string[] {
  const together: string[] = [];
  let counts = false;
  for (const word of words) {
    if (counts && !/^\d/.test(word)) together.push(`${together.pop() ?? ''} ${word}`);
    else together.push(word);
    counts = /^\d{1,3}(?:er)?$/.test(word);
  }
  return together;
}

function cut(word: string, room: number): string[] {
  if (widthOf(word) <= room || /^https?:/.test(word)) return [word];
  const characters = [...word];
  const pieces = Math.ceil(characters.length / room);
  return Array.from({ length: pieces }, (_, piece) => characters.slice(piece * room, (piece + 1) * room).join(''));
}

/** Code points: near enough to columns for the scripts at hand. */
function widthOf(text: string): number {
  return /[\ud800-\udbff]/.test(text) ? [...text].length : text.length;
}
