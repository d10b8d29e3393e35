/** The title that a proposal begins with. */
import { describe, expect, it } from '@jest/globals';
import { titleToBeginWith } from '../../src/domain/proposals/title.js';
import type { ProposedTarget } from '../../src/domain/proposals/proposal.js';

const title = (quote: string, date: string | null, condition: string | null = null): string =>
  titleToBeginWith({ quote, target: date === null ? null : ({ text: date } as ProposedTarget), condition });

describe('A title to begin with', () => {
  it.each([
    ['we will publish the annual report by 31 March 2031.', 'by 31 March 2031', null, 'We will publish the annual report'],
    ['D’ici à 2030, nous réduirons nos émissions de moitié', 'D’ici à 2030', null, 'Nous réduirons nos émissions de moitié'],
    ['we may decide in 2021\n if the talks fail', 'in 2021', 'if the talks fail', 'We may decide'],
    ['we will by 2030 cut emissions', 'by 2030', null, 'We will by 2030 cut emissions'],
    ['a summit', null, null, 'A summit'],
  ])('of "%s" leaves out what has a place of its own', (quote, date, condition, expected) => {
    expect(title(quote, date, condition)).toBe(expected);
  });

  it('is cut between words where it is long', () => {
    const cut = title(`We will ${'build and equip hospitals '.repeat(8)}`, null);
    expect(cut.length).toBeLessThanOrEqual(120);
    expect(cut).toMatch(/ \p{L}+…$/u);
  });

  it('is nothing where the words are a date alone', () => {
    expect(title('by 2030', 'by 2030')).toBe('');
  });
});
