import { expect, it } from '@jest/globals';
import { progressOn } from '../../src/commands/progress.js';

function lived(isTTY: boolean, total: number | null, steps: number): string {
  let written = '';
  const progress = progressOn({ isTTY, write: (text) => (written += text) }, total, 'rows');
  for (let i = 0; i < steps; i++) progress.step();
  progress.end();
  return written;
}

it('Progress is shown on a terminal, in one line that is gone at the end', () => {
  const lines = lived(true, 400, 400).split('\r\u001b[K');
  expect(lines).toEqual([
    '',
    '[#######                       ]  25 % 100 rows',
    '[###############               ]  50 % 200 rows',
    '[######################        ]  75 % 300 rows',
    '[##############################] 100 % 400 rows',
    '',
  ]);
});

it('Where nobody can tell how much there is, it says how far it is; where there is more than was thought, it stays full', () => {
  expect(lived(true, null, 250)).toBe('\r\u001b[K100 rows\r\u001b[K200 rows\r\u001b[K');
  expect(lived(true, 50, 100)).toContain('] 100 % 100 rows');
});

it('Nothing of it goes into a file or a pipe, nor onto a terminal for what is done at once', () => {
  expect([lived(false, 400, 400), lived(true, 400, 99)]).toEqual(['', '']);
});
