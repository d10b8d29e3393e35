/** Policies: versions that are added, looked at before they count, and put in force on every instance. */
import { describe, expect, it } from '@jest/globals';
import { policySchema, type NewPolicy } from '../../src/domain/reminder-policy.js';
import { system } from '../../src/services/commands.js';
import { AuditReportService } from '../../src/services/audit-report.service.js';
import { NoticesService } from '../../src/services/notices.service.js';
import { Policies } from '../../src/services/policies.js';
import { PolicyEffectService, type EffectQuery, type PolicyEffect } from '../../src/services/policy-effect.service.js';
import { ReadingService } from '../../src/services/reading.service.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { openStory, type Story } from './story.js';

/** The policy in force with a day's notice a working day ahead, a new notice of two weeks, and no notice of 90 days. */
function changed(story: Story): NewPolicy {
  const { steps } = story.app.settings.policy;
  const lead = steps.find((step) => step.key === 'lead-P7D')!;
  return policySchema.parse({
    name: 'standard',
    version: 2,
    calendar: 'DE',
    steps: [
      ...steps
        .filter((step) => step.key !== 'lead-P90D')
        .map((step) => (step.key === 'lead-P1D' ? { ...step, offset: 'P0D', businessDays: -1 } : step)),
      { ...lead, key: 'lead-P14D', offset: '-P14D' },
    ],
  });
}

const effectOf = (story: Story, change: Partial<EffectQuery> = {}): Promise<PolicyEffect> =>
  story.app
    .get(PolicyEffectService)
    .effectOf(changed(story) as ReturnType<typeof policySchema.parse>, { to: null, after: null, commitments: 200, limit: 100, ...change });

async function planned(story: Story, ref: string): Promise<string[]> {
  const rows = await story.app.get(NoticesService).reminders(ref);
  return rows
    .filter((row) => row.state === 'planned' && row.class === 'lead')
    .map((row) => `${row.step} ${row.dueAt}`)
    .sort();
}

describeOnEachDatabase('A policy', (kind) => {
  it('says what it would change, adds nothing by that, and changes just that once it is in force', async () => {
    const story = await openStory({ kind, now: '2021-03-01T12:00:00.000Z' });
    // Due on the Tuesday after Easter.
    const { ref } = await story.register({ target: { kind: 'by', edtf: '2021-04-06' } });
    await story.tick();
    const before = await planned(story, ref);
    const extent = await story.app.database.extent();
    const effect = await effectOf(story);
    expect(effect).toMatchObject({ counts: { added: 1, dropped: 0, moved: 1 }, examined: 1, total: 1, next: null });
    expect(effect.items).toEqual([
      {
        commitment: ref,
        person: 'desk@example.org',
        step: 'lead-P14D',
        change: 'added',
        nominalDate: '2021-03-23',
        from: null,
        to: '2021-03-23T07:00:00.000Z',
      },
      {
        commitment: ref,
        person: 'desk@example.org',
        step: 'lead-P1D',
        change: 'moved',
        nominalDate: '2021-04-01',
        from: '2021-04-05T06:00:00.000Z',
        to: '2021-04-01T06:00:00.000Z',
      },
    ]);
    expect(await story.app.database.extent()).toEqual(extent);
    expect(await planned(story, ref)).toEqual(before);

    const policies = story.app.get(Policies);
    expect(await policies.add(story.cast.admin.caller, changed(story))).toMatchObject({ name: 'standard', version: 2, inForce: false });
    await story.tick();
    expect(await planned(story, ref)).toEqual(before);
    await policies.activate(story.cast.admin.caller, 'standard', 2, 'Easter');
    await story.tick();
    expect(await planned(story, ref)).toEqual(
      [
        'lead-P14D 2021-03-23T07:00:00.000Z',
        'lead-P1D 2021-04-01T06:00:00.000Z',
        'lead-P30D 2021-03-07T07:00:00.000Z',
        'lead-P7D 2021-03-30T06:00:00.000Z',
      ].sort(),
    );
    expect((await effectOf(story)).counts).toEqual({ added: 0, dropped: 0, moved: 0 });
    // What was dropped comes back on its key when the old version does.
    await policies.activate(story.cast.admin.caller, 'standard', 1, null);
    await story.tick();
    expect(await planned(story, ref)).toEqual(before);
  });

  it('in force on one instance is what the others plan by, in their next change and their next tick', async () => {
    const story = await openStory({ kind, now: '2021-03-01T12:00:00.000Z' });
    const old = await story.register({ target: { kind: 'by', edtf: '2021-04-06' } });
    const other = await story.restart({});
    await other.tick();
    await story.tick();
    const policies = story.app.get(Policies);
    await policies.add(system, changed(story));
    await policies.activate(system, 'standard', 2, null);
    // In the very next transaction, before any tick.
    const fresh = await story.register({ target: { kind: 'by', edtf: '2021-04-06' } });
    expect(await planned(story, fresh.ref)).toContain('lead-P1D 2021-04-01T06:00:00.000Z');
    expect(await planned(story, old.ref)).toContain('lead-P1D 2021-04-05T06:00:00.000Z');
    await other.tick();
    expect(await planned(story, old.ref)).toContain('lead-P1D 2021-04-01T06:00:00.000Z');
    expect((await other.tick()).replanned).toBe(0);
    expect((await story.tick()).replanned).toBe(0);
  });

  it('decides what is due soon from the day on which it is in force, and not before', async () => {
    const story = await openStory({ kind, now: '2021-01-20T12:00:00.000Z' });
    const { ref } = await story.register({ target: { kind: 'by', edtf: '2021-04-06' } });
    const timeliness = async (asOf: string | null): Promise<string> => (await story.app.get(ReadingService).read(ref, asOf)).timeliness;
    expect(await timeliness(null)).toBe('due_soon');
    const report = await story.app.get(AuditReportService).report('2021-01-20');
    story.app.clock.advanceTo('2021-01-21T12:00:00.000Z');
    const policies = story.app.get(Policies);
    await policies.add(system, changed(story));
    await policies.activate(system, 'standard', 2, null);
    expect([await timeliness(null), await timeliness('2021-01-21'), await timeliness('2021-01-20')]).toEqual(['open', 'open', 'due_soon']);
    expect(await story.app.get(AuditReportService).report('2021-01-20')).toEqual(report);
  });
});

describe('The effect of a policy', () => {
  it('is counted a stretch of commitments at a time, and in full over all stretches', async () => {
    const story = await openStory({ now: '2021-03-01T12:00:00.000Z' });
    for (let i = 0; i < 5; i++) await story.register({ target: { kind: 'by', edtf: '2021-04-06' } });
    await story.register({ publish: false });
    const pages: PolicyEffect[] = [];
    for (let after: string | null = null; pages.length === 0 || after !== null; after = pages.at(-1)!.next)
      pages.push(await effectOf(story, { after, commitments: 2, limit: 1 }));
    expect(pages.map(({ examined, total, items, next }) => [examined, total, items.length, next])).toEqual([
      [2, 5, 1, 'C-0002'],
      [2, 5, 1, 'C-0004'],
      [1, 5, 1, null],
    ]);
    expect(pages.map(({ counts }) => [counts.added, counts.moved])).toEqual([
      [2, 2],
      [2, 2],
      [1, 1],
    ]);
    expect((await effectOf(story, { to: '2021-03-31' })).counts).toEqual({ added: 5, dropped: 0, moved: 0 });
    expect((await effectOf(story, { to: '2021-04-01' })).counts).toEqual({ added: 5, dropped: 0, moved: 5 });
    await expect(effectOf(story, { to: '2022-12-01' })).rejects.toMatchObject({ code: 'invalid_input', errors: [{ pointer: '/to' }] });
  });
});
