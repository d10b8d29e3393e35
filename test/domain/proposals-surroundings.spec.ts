import { describe, expect, test } from '@jest/globals';
import { readConventions, readLexicons } from '../../src/facts.js';
import { propose, type Proposal } from '../../src/domain/proposals/index.js';

const lexicons = readLexicons();
const conventions = readConventions('');
const from = (text: string, lang: 'en' | 'fr', issuer = 'The Ministry') =>
  propose({ text, sourceSha256: 'a'.repeat(64), publishedOn: '2020-11-30', issuer, lexicon: lexicons[lang], conventions });
const only = (text: string, lang: 'en' | 'fr'): Proposal | undefined => from(text, lang).proposals[0];

describe('Some words promise in their place alone', () => {
  test('A legal present in a text that speaks of a law', () => {
    expect(only("Aux termes de l'article 12, l'employeur remet au salarié un document écrit.", 'fr')?.promisor?.text).toContain(
      'employeur',
    );
    expect(from("L'employeur remet au salarié un document écrit.", 'fr').proposals).toEqual([]);
    expect(only('Under the Act, EPA must publish an annual list.', 'en')?.promisor?.text).toBe('EPA');
    expect(from('Critics say EPA must publish an annual list.', 'en').proposals).toEqual([]);
  });

  test('An infinitive where an item begins, in the words of whoever issued the text', () => {
    const list = '1. Rénover les deux écoles du bourg.\n2. Créer une maison de santé.';
    expect(from(`Nous aimons notre commune.\n${list}`, 'fr').proposals).toHaveLength(2);
    expect(from(`La commune compte deux écoles.\n${list}`, 'fr', 'Un journal').proposals).toEqual([]);
    expect(from('Nos conseils pour cet hiver :\n- Fermer les volets.', 'fr').proposals).toEqual([]);
  });

  test('What is done is likelier where the text is the word of its issuer', () => {
    expect(only('Our homes: 200 homes will be built in the north.', 'en')?.tier).toBe('likely');
    expect(only('Reports from town: 200 homes will be built in the north.', 'en')?.tier).toBe('possible');
  });
});

describe('What stands beside a promise takes nothing from it', () => {
  test('An aside between dashes', () => {
    expect(only('The old centre – which dates back to the 1980s – will be replaced by the council.', 'en')?.quote).toMatch(
      /^The old centre/,
    );
  });

  test('What a relative clause says of something else', () => {
    expect(only('The board will publish a list of the goods that may be sold.', 'en')?.reasons.map(([id]) => id)).not.toContain('hedged');
    expect(from('The board will publish a list of goods, perhaps in print.', 'en').proposals).toEqual([]);
  });

  test('A sentence that ends before a number', () => {
    const text = 'La région tient sa feuille de route. 38 millions d’euros seront consacrés à la recherche.';
    expect(only(text, 'fr')?.quote).toBe('38 millions d’euros seront consacrés à la recherche.');
  });

  test('A duty that is denied is no promise to refrain', () => {
    expect(from('The board is not required to publish the list.', 'en').proposals).toEqual([]);
    expect(from('Les élus ne sont pas tenus de publier la liste.', 'fr').proposals).toEqual([]);
  });

  test('Years that are past, unless something is decided for others', () => {
    expect(from('Le chantier a consacré 100 millions à ses ateliers ces cinq dernières années.', 'fr').proposals).toEqual([]);
    expect(only('The firm has grown in recent years, aiming to invest $50 billion by 2026.', 'en')?.target?.edtf).toBe('2026');
  });
});
