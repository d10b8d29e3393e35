/** A database is held against the mark beside it. */
import { expect, test } from '@jest/globals';
import { behind, type Found, type HighWater } from '../../src/domain/high-water.js';

const mark: HighWater = { generation: 'b', size: 100, root: 'root', passes: 40, at: '2021-03-31T06:00:00.000Z' };
const found: Found = { generations: ['a', 'b'], size: 100, rootThere: 'root', passes: 40 };

test.each<[what: string, change: Partial<Found>, complaint: string | null]>([
  ['as it was left', {}, null],
  ['that has gone on', { size: 180, passes: 90 }, null],
  ['with fewer events', { size: 99, rootThere: null }, 'the log has 99 events; on 2021-03-31T06:00:00.000Z it had 100'],
  ['with other events', { size: 130, rootThere: 'another' }, 'the first 100 events of the log are not those that were there on 2021-03-31T06:00:00.000Z'],
  ['with as many events but fewer passes', { passes: 39 }, 'the engine has run 39 times; on 2021-03-31T06:00:00.000Z it had run 40 times'],
  ['from before its last restoration', { generations: ['a'] }, 'the database does not know of its last restoration; on 2021-03-31T06:00:00.000Z it had 100 events'],
  ['whose restoration another instance noticed', { generations: ['a', 'b', 'c'], size: 60, rootThere: null, passes: 10 }, null],
])('a database %s: %s', (_what, change, complaint) => {
  expect(behind(mark, { ...found, ...change })).toBe(complaint);
}); // prettier-ignore
