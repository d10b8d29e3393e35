/** What `plan` says will be sent in the next ninety days is what is then sent. */
import { expect, it } from '@jest/globals';
import { addPeriod, dayIn } from '../../src/domain/time.js';
import { PeopleService } from '../../src/services/people.service.js';
import { PreviewService, type Upcoming } from '../../src/services/preview.service.js';
import { RegisterService } from '../../src/services/register.service.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { openStory, type Story } from './story.js';

const zones = ['Asia/Kabul', 'America/New_York', 'Pacific/Kiritimati', 'Pacific/Honolulu'];

const targets: [title: string, target: Record<string, unknown>][] = [
  ['By a day', { kind: 'by', edtf: '2021-03-31' }],
  ['On two days', { kind: 'on', edtf: '2021-02-27/2021-02-28' }],
  ['Before a day', { kind: 'before', edtf: '2021-02-15' }],
  ['During a month', { kind: 'during', edtf: '2021-02' }],
  ['During a third, to be fixed', { kind: 'during', edtf: '2021-37', certainty: 'to_be_fixed' }],
  ['Until a month', { kind: 'until', edtf: '2021-01' }],
  ['Throughout a year', { kind: 'throughout', edtf: '2021', certainty: 'approximate' }],
  ['From a month on', { kind: 'from', edtf: '2021-03' }],
  ['Every month', { kind: 'recurring', edtf: '2021-01-31', recurrence: 'P1M' }],
  ['After the agreement', { kind: 'event', trigger: 'the agreement', duration: 'P30D' }],
  ['Some day', { kind: 'undated' }],
  ['Overdue already', { kind: 'by', edtf: '2020-12-24' }],
];

async function upcoming(story: Story, from: string | null = null, to: string | null = null): Promise<Upcoming[]> {
  const found: Upcoming[] = [];
  for await (const one of story.app.get(PreviewService).upcoming(from, to)) found.push(one);
  return found;
}

const line = ({ commitment, person, step, nominalDate, dueAt, subject }: Omit<Upcoming, 'subject'> & { subject: string | null }): string =>
  [dueAt, commitment, person, step, nominalDate, subject].join(' | ');

/** One register of every kind of target, followed from everywhere. */
async function aVariedRegister(story: Story): Promise<void> {
  for (const [i, zone] of zones.entries())
    await story.follow(await story.add(`reader${i}@example.org`, { zone, locale: i % 2 === 0 ? 'en' : 'fr' }));
  await story.add('owner@example.org', { zone: 'Pacific/Auckland', sendAt: '09:30', escalatesTo: 'lead@example.org' });
  for (const [i, [title, target]] of targets.entries())
    await story.register({ title, target, owner: i % 2 === 0 ? 'desk@example.org' : 'owner@example.org' });
}

describeOnEachDatabase('A preview', (kind) => {
  it('of ninety days is what is sent on them, to the same people, at the same time, with the same subjects', async () => {
    const story = await openStory({ kind, now: '2020-12-27T09:00:00.000Z' });
    await aVariedRegister(story);
    await story.tick();
    const foretold = await upcoming(story, '2020-12-28', '2021-03-27');
    expect(foretold.length).toBeGreaterThan(150);

    await story.live('2021-03-29T00:00:00.000Z');
    const zoneOf = new Map((await story.app.get(PeopleService).list()).map(({ email, zone }) => [email, zone]));
    const sent = (await story.notices()).filter(({ state, dueAt, person }) => {
      const day = dayIn(zoneOf.get(person) ?? '', dueAt);
      return state === 'sent' && day >= '2020-12-28' && day <= '2021-03-27';
    });
    expect(foretold.map(line).sort()).toEqual(sent.map(line).sort());
  }, 120_000);

  it('begins today and reaches ninety days, unless asked otherwise', async () => {
    const story = await openStory({ kind, now: '2021-01-02T09:00:00.000Z' });
    await story.register({ target: { kind: 'recurring', edtf: '2021-01-01', recurrence: 'P7D' }, owner: 'colleague@example.org' });
    const days = (rows: Upcoming[]): string[] => rows.map((row) => row.nominalDate).sort();
    const all = days(await upcoming(story));
    expect(all.at(-1)).toBe(addPeriod('2021-01-02', 'P90D'));
    expect(days(await upcoming(story, '2021-02-01', '2021-02-07'))).toEqual(
      all.filter((day) => day >= '2021-02-01' && day <= '2021-02-07'),
    );
  });

  it('shows what goes out at once, what was called off and is owed again, and changes nothing', async () => {
    const story = await openStory({ kind, now: '2021-03-24T12:00:00.000Z' });
    const { ref } = await story.register();
    const before = await story.app.database.extent();
    expect((await upcoming(story)).map(line)[0]).toBe(
      `2021-03-24T12:00:00.000Z | ${ref} | desk@example.org | lead-P7D | 2021-03-24 | C-0001 due on 31 March 2021, in 7 days: Publish the annual report`,
    );
    expect(await story.app.database.extent()).toEqual(before);

    const revise = (edtf: string): Promise<unknown> =>
      story.app.get(RegisterService).reviseTarget(story.cast.desk.caller, ref, {
        target: { kind: 'by', edtf },
        change: 'clarified',
        reason: 'Read again',
        source: 'https://example.org/text',
      });
    await story.tick();
    await revise('2021-06-30');
    await story.tick();
    expect((await upcoming(story)).map((row) => row.step)).not.toContain('due');
    story.app.clock.advanceBy(60_000);
    await revise('2021-03-31');
    expect((await upcoming(story)).map((row) => row.step).slice(0, 4)).toEqual(['date_changed-3', 'lead-P1D', 'due', 'overdue']);
  });

  it('of another policy shows what that one would send', async () => {
    const story = await openStory({ kind, now: '2021-03-24T12:00:00.000Z' });
    await story.register();
    const { policy } = story.app.settings;
    const steps = policy.steps.map((step) => (step.key === 'lead-P1D' ? { ...step, offset: '-P2D' } : step)) as typeof policy.steps;
    const found: Upcoming[] = [];
    for await (const one of story.app.get(PreviewService).upcoming(null, null, { ...policy, version: 2, steps })) found.push(one);
    expect(found.find((row) => row.step === 'lead-P1D')?.nominalDate).toBe('2021-03-29');
  });
});
