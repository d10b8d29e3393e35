/** `pledgebook simulate --faults SEED`: a storm over a copy of somebody's own register. */
import { execFile } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { VerificationService } from '../../src/services/verification.service.js';
import { compiled } from '../support/compiled.js';
import { openStory, type Story } from '../stories/story.js';

let story: Story;
beforeEach(async () => {
  story = await openStory({ now: '2021-03-20T07:00:00.000Z' });
  await story.follow(story.cast.follower);
  await story.register();
});

interface Ended {
  code: number;
  lines: Record<string, unknown>[];
  remarks: string;
}

function simulate(seed: number, mailDir: string): Promise<Ended> {
  const stretch = ['--from', '2021-03-20T08:00:00Z', '--to', '2021-04-12T08:00:00Z', '--mail-dir', mailDir, '--json'];
  const env = { ...process.env, DATABASE_URL: story.app.testDatabase.url, DATA_DIR: story.app.dataDir };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [compiled('src/cli.ts'), 'simulate', ...stretch, '--faults', String(seed)],
      { env },
      (error, out, remarks) => {
        const lines = out
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as Record<string, unknown>);
        resolve({ code: error === null ? 0 : Number(error.code), lines, remarks });
      },
    );
  });
}

describe('A storm over a copy of a register', () => {
  const dirs: string[] = [];
  const mailDir = (): string => dirs[dirs.push(join(story.app.dataDir, `mail-${dirs.length}`)) - 1]!;
  afterEach(() => dirs.splice(0).forEach((dir) => rmSync(dir, { recursive: true, force: true })));

  it('breaks no promise, leaves the register alone, and is the same again with the same seed', async () => {
    const before = await story.app.database.extent();
    const [one, two, other] = await Promise.all([simulate(5, mailDir()), simulate(5, mailDir()), simulate(6, mailDir())]);
    expect(one).toMatchObject({ code: 0, remarks: expect.stringMatching(/^seed 5: \d+ steps, \d+ mails taken, 0 promises broken/) });
    expect(one.lines.filter(({ state }) => state === 'sent').length).toBeGreaterThan(1);
    expect(two).toEqual(one);
    expect(other.remarks).not.toEqual(one.remarks);
    expect(await story.app.database.extent()).toEqual(before);
    const mails = readdirSync(dirs[0]!);
    expect(mails.length).toBeGreaterThan(0);
    expect(readdirSync(dirs[1]!)).toEqual(mails);
  }, 60_000);

  it('ends with 1 where something does not hold, and says what', async () => {
    await story.app.database.write((tx) => tx.manager.query(`UPDATE commitment SET title = 'Never said'`));
    story.finally(() => story.app.get(VerificationService).rebuild());
    const { code, remarks } = await simulate(5, mailDir());
    expect({ code, remarks }).toEqual({ code: 1, remarks: expect.stringContaining('commitment C-0001 is not what the log says') });
  }, 60_000);
});
