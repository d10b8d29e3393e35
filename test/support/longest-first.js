/**
 * The order of the test files: those that take longest begin first, so that no core waits for one of them at the end.
 * Jest knows how long each took the last time; on a fresh clone it goes by their size, which says little. Plain
 * JavaScript, since Jest loads this before it compiles anything.
 */
import Sequencer from '@jest/test-sequencer';

/** Half a minute or more each, the longest first. */
const long = [
  'simulation/simulation',
  'stories/fold',
  'http/openapi-fuzz',
  'browser',
  'walk',
  'stories/reminders.spec',
  'stories/holds',
  'stories/domains',
  'domain/table-file',
  'faults/',
  'simulation/command',
  'stories/',
];

const rank = ({ path }) => {
  const found = long.findIndex((part) => path.includes(`/test/${part}`) || (!part.includes('/') && path.includes(part)));
  return found === -1 ? long.length : found;
};

export default class LongestFirst extends (Sequencer.default ?? Sequencer) {
  async sort(tests) {
    return [...(await super.sort(tests))].sort((a, b) => rank(a) - rank(b));
  }
}
