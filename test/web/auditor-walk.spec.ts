/** What an auditor does: decides on what staff propose, reads the report of two days, follows a count, takes the files, verifies. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { dayIn } from '../../src/domain/time.js';
import { verdictProposalSchema } from '../../src/domain/verdict.js';
import { formatDay } from '../../src/i18n/index.js';
import { ReadingService } from '../../src/services/reading.service.js';
import { VerdictsService } from '../../src/services/verdicts.service.js';
import { register as registerOne } from '../support/cast.js';
import { describeInBrowser } from '../support/real-browser.js';
import { openRegister, type Register, type Walker } from '../support/walk.js';

let register: Register;

describeInBrowser('In a real browser', () => {
  beforeAll(async () => {
    register = await openRegister({ now: '2021-04-01T12:00:00.000Z' });
  }, 60_000);
  afterAll(() => register.close());

  test.each(['en', 'fr'] as const)(
    'an auditor decides on two verdicts, reads the report as of two days, follows it to its rows, exports and verifies: in %s',
    async (locale) => {
      const [kept, disputed] = [await proposed(`Build the bridge (${locale})`), await proposed(`Paint the bridge (${locale})`)];
      const before = dayIn('UTC', register.app.clock.now());
      register.app.clock.advanceBy(24 * 3_600_000);
      const walker = await register.walker(locale);
      await walker.signIn('auditor@example.org', '/today');
      await decide(walker, disputed, 'return');
      await decide(walker, kept, 'confirm');
      const [earlier, now] = [await fulfilledAsOf(walker, before), await fulfilledAsOf(walker, dayIn('UTC', register.app.clock.now()))];
      expect(now).toBe(earlier + 1);
      await followCount(walker, now, kept);
      await takeFiles(walker);
      await verify(walker);
      await walker.close();
    },
    180_000,
  );
});

async function proposed(title: string): Promise<string> {
  const { app, cast } = register;
  const { ref } = await registerOne(app, cast, { title });
  const evidence = [{ url: 'https://example.org/proof', date: '2021-03-31', shows: 'It is there' }];
  const proposal = { verdict: 'fulfilled', rationale: 'It is there', fulfilledOn: '2021-03-31', evidence };
  await app.get(VerdictsService).propose(cast.desk.caller, ref, verdictProposalSchema.parse(proposal));
  return ref;
}

async function decide(walker: Walker, ref: string, decision: 'confirm' | 'return'): Promise<void> {
  const { forms, axes, today } = walker.words;
  const { verdict: words } = forms;
  await walker.go('/today');
  await walker.sees(today.proposed(axes.verdict.fulfilled, 'desk'));
  await walker.follow(new RegExp(`^${ref} `));
  await walker.choose(words[decision]);
  if (decision === 'return') {
    await walker.press(words.decide);
    await walker.sees(forms.faults.returned);
    await walker.fill({ [forms.reason]: 'The link shows a draft' });
  }
  await walker.press(words.decide);
  const { verdict } = await register.app.get(ReadingService).read(ref, null);
  expect([walker.path.split('?')[0], verdict]).toEqual([`/commitments/${ref}`, decision === 'confirm' ? 'fulfilled' : 'pending']);
}

/** How many the report of a day counts as fulfilled. */
async function fulfilledAsOf(walker: Walker, day: string): Promise<number> {
  const { audit } = walker.words;
  await walker.go('/audit');
  await walker.fillDay(audit.choose, day);
  await walker.press(audit.show);
  await walker.sees(audit.asOf(formatDay(day, walker.locale)));
  return Number(await fulfilledIn(walker).innerText());
}

/** The cell beside the word in the table of verdicts. */
const fulfilledIn = ({ main, words: { audit, axes } }: Walker): Locator =>
  main
    .locator('table', { has: main.page().locator('caption', { hasText: new RegExp(`^${audit.axes.verdict}$`) }) })
    .locator('tr', { has: main.page().locator('th, td', { hasText: new RegExp(`^${axes.verdict.fulfilled}$`) }) })
    .locator('td')
    .last();

async function followCount(walker: Walker, count: number, ref: string): Promise<void> {
  await walker.leave(fulfilledIn(walker).getByRole('link'));
  expect(await walker.main.locator('a[href^="/commitments/C-"]').count()).toBe(count);
  await walker.sees(ref);
  await walker.tab.goBack();
}

async function takeFiles({ main, tab }: Walker): Promise<void> {
  for (const [name, begins] of [['PDF', '%PDF-'], ['XLSX', 'PK'], ['CSV', '']] as const) {
    const [file] = await Promise.all([tab.waitForEvent('download'), main.getByRole('link', { name, exact: true }).click()]);
    const bytes = readFileSync(await file.path());
    expect([name, bytes.subarray(0, begins.length).toString(), bytes.length > 300]).toEqual([name, begins, true]);
  }
} // prettier-ignore

/** By the page's own commands, as they stand there. */
async function verify(walker: Walker): Promise<void> {
  await walker.follow(walker.words.audit.verify);
  const shown = await walker.main.locator('pre').allInnerTexts();
  const signature = shown.find((text) => text.includes('openssl')) ?? '';
  const dir = mkdtempSync(join(tmpdir(), 'verify-'));
  try {
    for (const [file, path] of [['checkpoint-kept', '/audit/checkpoint'], ['log.vkey', '/audit/key']] as const) {
      const text = await (await fetch(register.url + path)).text();
      expect(shown.map((each) => each.trim())).toContain(text.trim());
      writeFileSync(join(dir, file), text);
    }
    expect(execFileSync('bash', ['-ec', signature], { cwd: dir, encoding: 'utf8' })).toContain('Signature Verified Successfully');
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
} // prettier-ignore
