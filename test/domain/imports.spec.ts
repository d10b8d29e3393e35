import { describe, expect, it, test } from '@jest/globals';
import { assertMappingFits, guessMapping, mappingSchema } from '../../src/domain/imports/mapping.js';
import { readRow } from '../../src/domain/imports/row.js';
import { readConventions } from '../../src/facts.js';

const conventions = readConventions('');

describe('Columns are guessed from their headers', () => {
  test.each([
    [['id', 'text_en', 'text_fr', 'deadline_en', 'deadline_fr', 'lead_dept'], { externalId: 'id', quote: 'text_en', promisor: 'lead_dept', deadline: 'deadline_en', deadlineOther: 'deadline_fr' }, 'en'],
    [['Référence', 'Engagement', 'Échéance', 'Organisme responsable', 'Titre'], { externalId: 'Référence', title: 'Titre', quote: 'Engagement', deadline: 'Échéance' }, 'fr'],
    [['name', 'country', 'end_target', 'end_target_year', 'source_url', 'id_code'], { externalId: 'id_code', quote: 'end_target', promisor: 'name', deadline: 'end_target_year', url: 'source_url' }, 'en'],
    [['a', 'b'], {}, 'en'],
  ] as const)('%j', (headers, columns, lang) => {
    const guess = guessMapping(headers);
    expect(guess).toMatchObject({ columns, lang });
    expect(new Set(Object.values(guess.columns)).size).toBe(Object.keys(guess.columns).length);
  }); // prettier-ignore

  it('and one that does not fit the file is refused member by member', () => {
    const mapping = mappingSchema.parse({ columns: { deadline: 'Frist' } });
    expect(() => assertMappingFits(mapping, ['a', 'b'])).toThrow(
      expect.objectContaining({
        errors: ['/columns/deadline', '/columns/quote', '/columns/promisor'].map((pointer) => expect.objectContaining({ pointer })),
      }),
    );
  });
});

describe('A row', () => {
  const headers = {
    externalId: 'id',
    quote: 'text',
    promisor: 'who',
    deadline: 'by',
    deadlineOther: 'avant',
    saidOn: 'said',
    publishedOn: 'published',
  } as const;
  const read = (cells: Record<string, string>, change: Record<string, unknown> = {}) =>
    readRow(
      { number: 7, cell: (header) => cells[header] ?? '' },
      { mapping: mappingSchema.parse({ columns: headers, ...change }), saidOn: '2025-01-15', conventions, source: 'plan.csv' },
    );
  const full = { id: '1', text: 'Publish the plan', who: 'Ministry', by: 'By June 2026' };

  it('registers its words, its promisor and its deadline as said', () => {
    expect(read(full)).toMatchObject({
      kind: 'row',
      input: {
        title: 'Publish the plan',
        promisor: 'Ministry',
        externalId: '1',
        statement: { quote: 'Publish the plan', saidOn: '2025-01-15', source: { title: 'plan.csv' } },
        target: { phrase: 'By June 2026', lang: 'en' },
      },
      reading: { taken: 'read', readings: [{ kind: 'by', edtf: '2026-06' }] },
    });
  });

  test.each([
    ['has no date that can be read', 'When the time is ripe', 'unreadable'],
    ['has several', 'By June 2026 for roads, and June 2027 for rail', 'ambiguous'],
    ['is empty', '', 'none'],
  ])('whose deadline %s is kept undated: no date is invented', (_, by, taken) => {
    expect(read({ ...full, by })).toMatchObject({
      kind: 'row',
      input: { target: { kind: 'undated', phrase: by === '' ? null : by } },
      reading: { taken },
    });
  });

  it('is held against the other language', () => {
    expect(read({ ...full, avant: "D'ici juin 2026" })).toMatchObject({ reading: { disagreements: [] } });
    expect(read({ ...full, avant: "D'ici juin 2027" })).toMatchObject({ reading: { disagreements: [{ fields: ['latest'] }] } });
  });

  test.each(['', 'No target', 'n/a', 'Aucun', '—'])('that says "%s" promises nothing', (text) => {
    expect(read({ ...full, text })).toEqual({ kind: 'nothing', row: 7 });
  });

  test.each([
    [{ who: '' }, 'who'],
    [{ said: '31/12/2024' }, 'said'],
    [{ published: '2024-02-30' }, 'published'],
    [{ id: 'x'.repeat(300) }, 'id'],
    [{ text: 'x'.repeat(20_000) }, 'text'],
  ])('with %j is refused, naming the column', (change, column) => {
    expect(read({ ...full, ...change })).toMatchObject({
      kind: 'refused',
      refusals: expect.arrayContaining([expect.objectContaining({ row: 7, column })]),
    });
  });

  it('takes the day alone from a day with a time', () => {
    expect(read({ ...full, said: '2024-03-01 10:44:28' })).toMatchObject({ input: { statement: { saidOn: '2024-03-01' } } });
  });

  it('gives a long text a short title, in whole words', () => {
    const title = (text: string): unknown => read({ ...full, text });
    expect(title(`Publish ${'word '.repeat(100)}`)).toMatchObject({
      input: { title: expect.stringMatching(/^Publish (?:word ){30,}.*word…$/) },
    });
    expect(title('y'.repeat(500))).toMatchObject({ input: { title: expect.stringMatching(/^y{200}…$/) } });
  });
});
