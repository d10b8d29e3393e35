/** Words in a picture: broken between words to a width that is known beforehand, since nobody measures them. */

export const textSize = 14;
export const lineHeight = 19;

const narrow = /[ijlItf.,:;'’!|()[\] \u00a0]/;
const wide = /[mwMW–—%@]/;

/** How wide the text will be, in units of the picture: an estimate that errs on the wide side. */
export function widthOf(text: string): number {
  let em = 0;
  for (const c of text) em += narrow.test(c) ? 0.34 : wide.test(c) ? 0.9 : /\p{Lu}|\p{N}/u.test(c) ? 0.66 : 0.56;
  return em * textSize;
}

/** Lines of whole words; past `most` lines the last one ends with an ellipsis. A word that is wider than a line has one to itself. */
export function linesOf(text: string, width: number, most = 3): string[] {
  const lines: string[] = [];
  for (const word of text.split(/[ \t\n]+/)) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(`${last} ${word}`) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), `${lines[most - 1]} …`];
}
