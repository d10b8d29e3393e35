/** Units that are called by a name: the year 2030, les années 2030, l’exercice 2021, la rentrée, Christmas. */
import { relativeUnit } from './now.js';
import { type Found, type Scan, wordAt } from './scan.js';
import { type Stretch, stretchOf } from './stretch.js';
import { longest } from './trie.js';
import { strong, type Unit, withYearTail } from './year-tail.js';
import { fiscalYearNow, namedYearAt, yearNumberAt, yearSpanAt } from './years.js';

/** `inPart`: after "the end of", the fiscal year needs no number. */
export function namedAt(scan: Scan, at: number, inPart: boolean): Found<Unit> | null {
  const { lex, tokens } = scan;
  const word = wordAt(scan, at);
  if (lex.lang === 'fr' && (word === 'annees' || word === 'decennie')) {
    const year = yearNumberAt(scan, at + 1);
    if (year && year.value % 10 === 0 && yearSpanAt(scan, at + 1) === null) return strong(stretchOf('decade', year.value), year.next);
  }
  if (lex.lang === 'fr' && word === 'rentree') {
    const stretch: Stretch = { ...stretchOf('month', null, scan.rules.rentree.value), certainty: 'approximate', used: ['rentree'] };
    const adjective = /^(scolaire|parlementaire|universitaire|politique)$/.test(wordAt(scan, at + 1)) ? at + 2 : at + 1;
    return withYearTail(scan, stretch, adjective);
  }
  if (inPart && lex.lang === 'en' && word === 'new' && wordAt(scan, at + 1) === 'year')
    return strong({ ...stretchOf('year', null), pick: 'next' }, at + 2);
  const feast = longest(lex.feasts, tokens, at);
  if (feast) {
    const [month, day] = feast.value.split('-').map(Number);
    return withYearTail(scan, stretchOf('day', null, month ?? 0, day ?? 0), feast.next);
  }
  const named = namedYearAt(scan, at);
  if (named) return { value: { stretch: named.value, strong: false }, next: named.next };
  const fiscal = inPart ? longest(lex.yearWords, tokens, at) : undefined;
  if (fiscal?.value === 'fiscal') return strong(fiscalYearNow(scan, 0), fiscal.next);
  if (fiscal?.value === 'school') return strong(relativeUnit(scan, 'school', 'this') ?? stretchOf('span', null), fiscal.next);
  return null;
}
