/** What a terminal is told: all that is wrong, and what is wrong alike once. */
import { expect, test } from '@jest/globals';
import { refusalText } from '../../src/commands/output.js';
import { Refusal } from '../../src/domain/refusal.js';

test('Faults that are alike are told once, with the first of them and how many more there are', () => {
  const missing = (row: number) => ({ pointer: `/rows/${row}/`, detail: 'the day it was said is missing' });
  const errors = [missing(2), { pointer: '/rows/3/url', detail: 'not a web address' }, missing(3), missing(4)];
  expect(refusalText(new Refusal('invalid_input', '4 cells do not fit.', { errors }))).toBe(
    ['4 cells do not fit.', '  /rows/2/ and 2 more: the day it was said is missing', '  /rows/3/url: not a web address'].join('\n'),
  );
});

test('A refusal of one thing is not told twice', () => {
  expect(refusalText(new Refusal('not_found', 'There is no such mail.', { pointer: '/id' }))).toBe('There is no such mail.');
});
