import { describe, expect, test } from '@jest/globals';
import { readConventions, readJson, readLexicons, factsDir } from '../../src/facts.js';
import { lexiconSchema, propose } from '../../src/domain/proposals/index.js';

const lexicons = readLexicons();
const conventions = readConventions('');

describe.each(['en', 'fr'] as const)('The lexicon in %s', (lang) => {
  const { cues } = lexiconSchema.parse(readJson(`${factsDir}/lexicon/${lang}.json`));
  const foundIn = (text: string): (string | undefined)[] =>
    propose({ text, sourceSha256: '', publishedOn: '2018-11-30', issuer: 'Issuer', lexicon: lexicons[lang], conventions }).proposals.map(
      ({ reasons }) => reasons[0]?.[0],
    );
  const examples = cues.flatMap(({ id, examples: all }) => all.map((text) => [id, text] as const));
  const counterExamples = cues.flatMap(({ id, counterExamples: all }) => all.map((text) => [id, text] as const));

  test.each(examples)('finds by %s: %s', (id, text) => expect(foundIn(text)).toContain(id));
  test.each(counterExamples)('does not find by %s: %s', (id, text) => expect(foundIn(text)).not.toContain(id));
});
