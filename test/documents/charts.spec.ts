import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { commitmentWindow, type CommitmentWindow } from '../../src/documents/charts/commitment-window.js';
import { fulfilmentOverTime } from '../../src/documents/charts/fulfilment-over-time.js';
import { linesOf } from '../../src/documents/charts/lettering.js';
import { promisorOutcomes, verdictsByPromisor, type PromisorBar } from '../../src/documents/charts/verdicts-by-promisor.js';
import { windows, type WindowRow } from '../../src/documents/charts/windows.js';
import { readXml, type Node } from '../support/xml.js';

const year2021 = { earliest: '2021-01-01', latest: '2021-12-31' };
const moved: CommitmentWindow = {
  first: year2021,
  current: { earliest: '2021-01-01', latest: '2022-06-30', overdueFrom: '2022-07-01', endedFrom: null },
  today: '2022-08-01',
  metOn: null,
};
const row: WindowRow = {
  ref: 'C-0001',
  title: 'Contribuer au <financement> & à la formation',
  lang: 'fr',
  first: moved.first,
  current: moved.current,
  href: '/commitments/C-0001',
};
const bar: PromisorBar = {
  name: 'NATO',
  counts: { fulfilled_on_time: 4, fulfilled_late: 1, partly_fulfilled: 0, not_fulfilled: 2, overdue: 3, pending: 0, left_out: 1 },
  hrefOf: (outcome) => `/?promisor=nato&outcome=${outcome}`,
};
const points = [
  { day: '2021-01-01', earliestDue: 3, certainlyDue: 1, fulfilled: 0 },
  { day: '2022-01-01', earliestDue: 5, certainlyDue: 4, fulfilled: 2 },
];

const pictures = {
  commitmentWindow: (drawing: { width?: number }) => commitmentWindow(moved, { locale: 'fr', ...drawing }),
  windows: (drawing: { width?: number }) => windows([row], '2022-08-01', { locale: 'fr', ...drawing }),
  verdictsByPromisor: (drawing: { width?: number }) => verdictsByPromisor([bar], { locale: 'fr', ...drawing }),
  fulfilmentOverTime: (drawing: { width?: number }) => fulfilmentOverTime(points, { locale: 'fr', ...drawing }),
};

describe.each(Object.entries(pictures))('%s', (_, draw) => {
  test.each([{}, { width: 500 }])('is well-formed, has a name and a description, and every shape brings its colour (%j)', (drawing) => {
    const elements = elementsOf(draw(drawing));
    const svg = elements[0];
    expect(svg?.name).toBe('svg');
    expect(elements.find(({ attributes }) => attributes['id'] === svg?.attributes['aria-labelledby'])?.text).not.toBe('');
    expect(elements.find(({ attributes }) => attributes['id'] === svg?.attributes['aria-describedby'])?.text).toMatch(/\d/);
    expect(elements.filter(isUnpainted)).toEqual([]);
  });

  test('is a group where it has links, else an image', () => {
    const elements = elementsOf(draw({}));
    expect(elements[0]?.attributes['role']).toBe(elements.some(({ name }) => name === 'a') ? 'group' : 'img');
  });

  test('fits any width on a page and keeps to its own in a file', () => {
    const [onPage, inFile] = [elementsOf(draw({}))[0], elementsOf(draw({ width: 500 }))[0]];
    expect(onPage?.attributes).toMatchObject({ width: '100%' });
    expect(onPage?.attributes['viewBox']).toBeUndefined();
    expect(inFile?.attributes).toMatchObject({ width: '500', viewBox: `0 0 500 ${inFile?.attributes['height'] ?? ''}` });
    expect(draw({ width: 500 })).not.toMatch(/="[\d.]+%"/);
  });
});

describe('a commitment’s window', () => {
  test('says first promise, present one, slip, first overdue day and today', () => {
    const desc = elementsOf(commitmentWindow(moved, { locale: 'en' })).find(({ name }) => name === 'desc');
    expect(desc?.text).toBe(
      'First promised: 1 January – 31 December 2021. Now, moved 181 days later: 1 January 2021 – 30 June 2022. ' +
        'Overdue from 1 July 2022. Today: 1 August 2022.',
    );
  });

  test('has no first promise of its own where nothing moved', () => {
    const still = { ...moved, current: { ...year2021, overdueFrom: '2022-01-01', endedFrom: null } };
    const svg = commitmentWindow(still, { locale: 'en' });
    expect(svg).toContain('Promised: 1 January – 31 December 2021.');
    expect(svg).not.toContain('First promised');
  });

  test('is not drawn where there is no date', () => {
    const none = { earliest: null, latest: null };
    expect(
      commitmentWindow({ ...moved, first: none, current: { ...none, overdueFrom: null, endedFrom: null } }, { locale: 'en' }),
    ).toBeNull();
  });
});

describe('verdicts by promisor', () => {
  test('link each count that is not 0 to its rows, and name it', () => {
    const links = elementsOf(verdictsByPromisor([bar], { locale: 'en' })).filter(({ name }) => name === 'a');
    expect(links.map(({ attributes }) => [attributes['href'], attributes['aria-label']])).toEqual(
      promisorOutcomes
        .filter((outcome) => bar.counts[outcome] > 0)
        .map((outcome) => [`/?promisor=nato&outcome=${outcome}`, expect.stringMatching(new RegExp(`^NATO, .*: ${bar.counts[outcome]}$`))]),
    );
  });

  test('are as long as they are many', () => {
    const other = {
      ...bar,
      name: 'EU',
      counts: { ...bar.counts, fulfilled_on_time: 0, fulfilled_late: 0, not_fulfilled: 0, overdue: 0, left_out: 11 },
    };
    const rects = elementsOf(verdictsByPromisor([bar, other], { locale: 'en' })).filter(
      ({ name, attributes }) => name === 'rect' && attributes['height'] === '28',
    );
    const lengths = rects.map(({ attributes }) => Number.parseFloat(attributes['width'] ?? ''));
    expect(lengths.reduce((a, b) => a + b)).toBeCloseTo(2 * 97.6, 0);
    expect(lengths[0]! / lengths[1]!).toBeCloseTo(4, 1);
  });
});

test('words are never broken inside, and what is left out is marked at the end of a word', () => {
  const word = fc.string({ minLength: 1, maxLength: 30 }).filter((text) => !/\s/u.test(text));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: 4 }), (words, most) => {
      const lines = linesOf(words.join(' '), 280, most);
      expect(lines.length).toBeLessThanOrEqual(most);
      const said = lines.join(' ');
      if (lines.length < most || said === words.join(' ')) expect(said).toBe(words.join(' '));
      else expect(`${words.join(' ')} `.startsWith(`${said.replace(/ …$/, '')} `)).toBe(true);
    }),
  );
});

/** Its elements in the order in which they begin. */
function elementsOf(svg: string | null): Node[] {
  const walk = (node: Node): Node[] => [node, ...node.children.flatMap(walk)];
  return walk(readXml(svg ?? ''));
}

/** What would be black, or nothing at all, in a file. */
function isUnpainted({ name, attributes }: Node): boolean {
  const painted = 'fill' in attributes && attributes['fill'] !== 'none';
  return ['rect', 'path', 'text'].includes(name) ? !painted && !('stroke' in attributes) : name === 'line' && !('stroke' in attributes);
}
