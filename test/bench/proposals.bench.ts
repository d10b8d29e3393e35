/** Proposals from 100 kB of text in each language, made of the annotated ones. */
import { fileURLToPath } from 'node:url';
import { propose } from '../../src/domain/proposals/index.js';
import { readConventions, readLexicons } from '../../src/facts.js';
import { median, type BenchOptions, type BenchResult } from './measure.js';
import { annotatedTexts } from './proposals/annotated.js';

const leastBytesASecond = 100_000;

export async function run({ full }: BenchOptions): Promise<BenchResult[]> {
  const lexicons = readLexicons();
  const conventions = readConventions('');
  // The compiled benchmark lies in .cache/bench, its texts where they were written.
  const texts = annotatedTexts(fileURLToPath(new URL('../../../../test/bench/proposals/held-out', import.meta.url)));
  return Promise.resolve(
    (['en', 'fr'] as const).map((lang): BenchResult => {
      const some = texts.filter((text) => text.lang === lang).map(({ text }) => text);
      let text = '';
      for (let i = 0; Buffer.byteLength(text) < leastBytesASecond; i++) text += `${some[i % some.length]}\n\n`;
      const rates = Array.from({ length: full ? 20 : 5 }, () => {
        const start = performance.now();
        propose({ text, sourceSha256: '', publishedOn: '2020-11-30', issuer: 'Issuer', lexicon: lexicons[lang], conventions });
        return (Buffer.byteLength(text) * 1000) / (performance.now() - start);
      });
      const ours = median(rates);
      return {
        name: `proposals from text, bytes/s (${lang})`,
        ours,
        theirs: null,
        ratio: ours / leastBytesASecond,
        bar: `≥ ${leastBytesASecond} a second`,
        ok: ours >= leastBytesASecond,
      };
    }),
  );
}
