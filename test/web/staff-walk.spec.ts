/** What policy staff do with a text, from its words to a verdict that is proposed: in a browser, in both languages, with scripts and without. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { maxUploadBytes } from '../../src/http/uploads.js';
import { ReadingService } from '../../src/services/reading.service.js';
import { describeInBrowser } from '../support/real-browser.js';
import { openRegister, type Register, type Walker } from '../support/walk.js';

interface Sample {
  commitments: { title: string; quote: string; promisor: string }[];
}
const sample = JSON.parse(readFileSync('data/sample/register.json', 'utf8')) as Sample;

/** The sample's own quotes, with the little between them that says who spoke and when. */
function article(ending: string): string {
  const [funding, hard, year, training, assessing, meetings, summit, troops] = sample.commitments.map(({ quote }) => quote);
  return [
    `« La mission va se poursuivre, mais ${hard} », a déclaré le secrétaire général de l'OTAN ce lundi 30 novembre, avant les ${meetings}.`,
    `${troops}.`,
    `Le secrétaire général avait déclaré le 24 novembre que ${training}, soulignant que « ${funding}, et ${year} ».`,
    `« ${assessing} », a-t-il expliqué.`,
    `« ${summit} », a annoncé le secrétaire général. ${ending}`,
  ].join('\n\n');
}

const minutes = Buffer.from('%PDF-1.7 minutes');
const tooLarge = Buffer.alloc(maxUploadBytes + 1);

let register: Register;

describeInBrowser('In a real browser', () => {
  beforeAll(async () => {
    register = await openRegister({ now: '2021-04-20T10:00:00.000Z' });
  }, 60_000);
  afterAll(() => register.close());

  test.each([
    ['en', true],
    ['fr', true],
    ['en', false],
  ] as const)(
    'staff register what a text commits to, revise one, record evidence and propose a verdict: in %s, scripts %s',
    async (locale, javaScriptEnabled) => {
      const walker = await register.walker(locale, { javaScriptEnabled });
      await walker.signIn('desk@example.org', '/texts/new');
      const refs = await registerAll(walker, article(`${locale} ${javaScriptEnabled}`));
      expect(refs).toHaveLength(8);
      await revise(walker, refs[6]!);
      await recordEvidence(walker, refs[1]!);
      await propose(walker, refs[1]!);
      await walker.close();
    },
    180_000,
  );
});

/** Decides on each of the eight, and adds what no proposal holds; answers their references. */
async function registerAll(walker: Walker, content: string): Promise<string[]> {
  const { texts } = walker.words;
  await walker.press(texts.add.button);
  await walker.sees(texts.add.contentMissing);
  await walker.fill({ [texts.add.content]: content, [texts.add.issuer]: 'The Paper', [texts.add.titleLabel]: 'Pas question de signer' });
  await walker.fillDay(texts.add.published, '2020-11-30');
  await walker.press(texts.add.button);
  const text = walker.path;
  for (const { title, quote, promisor } of sample.commitments) {
    await walker.go(text);
    const decide = walker.main.locator('article', { hasText: quote }).locator('a.button').first();
    if ((await decide.count()) === 0) {
      await walker.follow(texts.one.add);
      await walker.fill({ [texts.decide.quote]: quote });
    } else {
      if (!(await decide.isVisible())) await decide.locator('xpath=ancestor::details/summary').click();
      await walker.leave(decide);
    }
    await walker.fill({ [texts.decide.titleLabel]: title, [texts.decide.promisor]: promisor, [texts.decide.owner]: 'desk@example.org' });
    await walker.choose(texts.decide.publishChoice);
    await walker.press(texts.decide.acceptButton);
  }
  await walker.go(text);
  const links = walker.main.locator('a[href^="/commitments/C-"]');
  const registered = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')?.slice('/commitments/'.length) ?? ''));
  const views = await Promise.all([...new Set(registered)].map((ref) => register.app.get(ReadingService).read(ref, null)));
  return sample.commitments.flatMap(({ title }) => views.find((view) => view.title === title)?.ref ?? []);
}

async function revise(walker: Walker, ref: string): Promise<void> {
  const { commitment, forms, frame, axes, register: list } = walker.words;
  await walker.go(`/commitments/${ref}`);
  await walker.follow(commitment.act.revise);
  await walker.fill({ [frame.optional(forms.revise.phrase)]: 'le 14 juin 2021' });
  await walker.press(forms.check);
  await walker.sees(forms.yes(walker.locale === 'en' ? '14 June 2021' : 'le 14 juin 2021'));
  await walker.main.locator('#reading').check();
  await walker.choose(axes.targetChange.clarified);
  await walker.press(forms.go);
  await walker.sees(forms.faults.reason);
  await walker.fill({ [forms.revise.reason]: 'The day was announced', [forms.revise.source]: 'Press release of 20 April 2021' });
  await walker.press(forms.go);
  await walker.sees(commitment.later(list.days(45)));
  await walker.press(forms.record);
  await walker.sees('The day was announced');
  const { target, originalTarget } = await register.app.get(ReadingService).read(ref, null);
  expect([originalTarget.edtf, target]).toEqual([
    '2021-37',
    expect.objectContaining({ edtf: '2021-06-14', kind: 'on', certainty: 'exact' }),
  ]);
}

async function recordEvidence(walker: Walker, ref: string): Promise<void> {
  const { commitment, forms, frame } = walker.words;
  const { evidence: words } = forms;
  const path = `/commitments/${ref}`;
  await walker.go(path);
  await walker.follow(commitment.act.evidence);
  await walker.fill({ [words.shows]: 'The Council decided', [words.url]: 'https://example.org/statement' });
  await walker.fillDay(words.date, '2021-04-14');
  await walker.press(forms.record);
  await walker.follow(commitment.act.evidence);
  await walker.fill({ [words.shows]: 'Its minutes', [frame.optional(words.quote)]: 'We decide' });
  await walker.fillDay(words.date, '2021-04-15');
  await walker.field(words.file).setInputFiles({ name: 'minutes.pdf', mimeType: 'application/pdf', buffer: tooLarge });
  await walker.press(forms.record);
  await walker.sees(forms.faults.fileTooLarge);
  expect(await walker.field(words.shows).inputValue()).toBe('Its minutes');
  await walker.field(words.file).setInputFiles({ name: 'minutes.pdf', mimeType: 'application/pdf', buffer: minutes });
  await walker.press(forms.record);
  await walker.sees(`SHA-256 ${createHash('sha256').update(minutes).digest('hex')}`);
  const [saved] = await Promise.all([
    walker.tab.waitForEvent('download'),
    walker.main.getByRole('link', { name: commitment.keptFile }).click(),
  ]);
  expect(readFileSync(await saved.path())).toEqual(minutes);
}

async function propose(walker: Walker, ref: string): Promise<void> {
  const { commitment, forms, axes, frame } = walker.words;
  const { verdict: words } = forms;
  await walker.go(`/commitments/${ref}`);
  await walker.follow(commitment.act.verdict);
  await walker.choose(axes.verdict.fulfilled, 'Its minutes');
  await walker.fill({ [frame.optional(words.fulfilledOn)]: '2021-04-14' });
  await walker.press(words.propose);
  await walker.sees(forms.faults.rationale);
  await walker.fill({ [words.rationale]: 'The Council decided on 14 April' });
  await walker.press(words.propose);
  await walker.sees(commitment.waiting(axes.verdict.fulfilled, 'desk'));
  expect(await register.app.get(ReadingService).read(ref, null)).toMatchObject({ verdict: 'pending', verdicts: [{ state: 'proposed' }] });
}
