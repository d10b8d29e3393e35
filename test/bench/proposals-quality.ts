/**
 * node --import ./test/faults/typescript.mjs test/bench/proposals-quality.ts [a folder of proposals/, or any other] [--misses]
 *
 * How well commitments are proposed from annotated texts: precision, recall and F1 by tier and language, promisors and dates.
 */
import { resolve } from 'node:path';
import { readConventions, readLexicons } from '../../src/facts.js';
import { propose } from '../../src/domain/proposals/index.js';
import { annotatedTexts, figuresOf, paired, samePromisor, sameTarget, type Figures, type Pairing } from './proposals/annotated.js';

const [set = 'development', ...flags] = process.argv.slice(2);
const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const lexicons = readLexicons();
const conventions = readConventions('');
const texts = annotatedTexts(resolve(import.meta.dirname, 'proposals', set));
const pairings = texts.map((text) => {
  const { proposals } = propose({ ...text, sourceSha256: '0'.repeat(64), lexicon: lexicons[text.lang], conventions });
  return paired(text, proposals);
});

say(`${set}: ${texts.length} texts, ${texts.reduce((n, { annotations }) => n + annotations.length, 0)} commitments, one annotator`);
for (const lang of ['en', 'fr'] as const)
  report(
    lang,
    pairings.filter(({ text }) => text.lang === lang),
  );
report('both', pairings);
if (flags.includes('--misses')) pairings.forEach(tellMisses);

function report(name: string, among: readonly Pairing[]): void {
  const { likely, all, promisor, dated, invented } = figuresOf(among);
  const figures = ({ precision, recall, f1 }: Figures['all']): string =>
    `P ${precision.toFixed(2)} R ${recall.toFixed(2)} F1 ${f1.toFixed(2)}`;
  say(`${name.padEnd(4)} likely ${figures(likely)} · all ${figures(all)}`);
  say(`     promisor ${promisor.right} of ${promisor.of} · dated exact ${dated.right} of ${dated.of} · dates invented ${invented}`);
}

function tellMisses({ text, pairs, missed, wrong }: Pairing): void {
  say(`\n${text.name}`);
  for (const { words } of missed) say(`  missed   ${words}`);
  for (const { quote, score, reasons } of wrong) say(`  wrong    ${score} ${quote} ${JSON.stringify(reasons)}`);
  for (const { annotation, proposal } of pairs) {
    if (!sameTarget(annotation.target, proposal.target))
      say(`  date     ${annotation.target} ≠ ${proposal.target?.kind} ${proposal.target?.edtf} in ${proposal.quote}`);
    if (annotation.promisor !== '-' && !samePromisor(annotation.promisor, proposal.promisor?.text ?? null))
      say(`  promisor ${annotation.promisor} ≠ ${proposal.promisor?.text} (${proposal.promisor?.how}) in ${proposal.quote}`);
  }
}
