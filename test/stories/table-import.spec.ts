import { expect, it } from '@jest/globals';
import { TableImportsService, type TableImportResult } from '../../src/services/table-imports.service.js';
import { ReadingService } from '../../src/services/reading.service.js';
import { AuditService } from '../../src/services/audit.service.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { openStory, type Story } from './story.js';

const header = 'id,text_en,deadline_en,deadline_fr,lead_dept';
const first = '1,Publish the plan,By June 2026,D’ici juin 2026,Ministry';
const second = '2,Train the staff,Ongoing,Permanent,Ministry';
const third = '3,Open the portal,By fall 2027,D’ici l’automne 2028,Agency';

function bring(story: Story, rows: readonly string[], change: { dryRun?: boolean } = {}): Promise<TableImportResult> {
  const bytes = Buffer.from([header, ...rows].join('\n'));
  return story.app
    .get(TableImportsService)
    .import(story.cast.desk.caller, { name: 'plan.csv', bytes }, { saidOn: '2020-11-01', dryRun: false, ...change });
}

describeOnEachDatabase('A register in a spreadsheet', (kind) => {
  it('comes in whole, its columns guessed and kept', async () => {
    const story = await openStory({ kind });
    const result = await bring(story, [first, second, third]);
    expect(result).toMatchObject({
      registered: 3,
      mappingFrom: 'guessed',
      deadlines: { read: 3 },
      disagreements: [{ row: 4, externalId: '3' }],
    });
    const plan = await story.app.get(ReadingService).read('C-0001', null);
    expect(plan).toMatchObject({
      ...{ externalId: '1', title: 'Publish the plan', publication: 'draft', promisor: { name: 'Ministry' } },
      target: { kind: 'by', edtf: '2026-06', phrase: 'By June 2026', saidOn: '2020-11-01' },
    });
    expect((await bring(story, [first])).mappingFrom).toBe('kept');
  });

  it('comes in twice and is there once', async () => {
    const story = await openStory({ kind });
    await bring(story, [first, second]);
    const { size } = await story.app.database.extent();
    expect(await bring(story, [first, second])).toMatchObject({ registered: 0, updated: 0, unchanged: 2 });
    expect((await story.app.database.extent()).size).toBe(size);
  });

  it('says otherwise later, and the target is revised with its reason', async () => {
    const story = await openStory({ kind });
    await bring(story, [first, second]);
    const moved = await bring(story, ['1,Publish the whole plan,By June 2027,,Ministry', second]);
    expect(moved).toMatchObject({ updated: 1, unchanged: 1 });
    const plan = await story.app.get(ReadingService).read('C-0001', null);
    expect(plan).toMatchObject({
      title: 'Publish the whole plan',
      target: { revision: 2, change: 'extended', source: 'plan.csv' },
      slipDays: 365,
    });
    const history = (await story.app.get(AuditService).history('C-0001')).map(({ event }) => event['type']);
    expect(history).toEqual(['commitment.registered', 'commitment.amended', 'target.revised']);
  });

  it('with one row that does not fit stays out, whole', async () => {
    const story = await openStory({ kind });
    const { size } = await story.app.database.extent();
    await expect(bring(story, [first, '2,Train the staff,Ongoing,,', '1,Publish again,,,Ministry'])).rejects.toMatchObject({
      code: 'invalid_input',
      errors: [
        { pointer: '/rows/3/lead_dept', detail: 'who is bound is missing' },
        { pointer: '/rows/4/id', detail: 'row 2 has the same id, 1' },
      ],
    });
    expect((await story.app.database.extent()).size).toBe(size);
  });

  it('tried out shows what it would do and changes nothing', async () => {
    const story = await openStory({ kind });
    const { size } = await story.app.database.extent();
    expect(await bring(story, [first, '2,Train,Ongoing,,'], { dryRun: true })).toMatchObject({
      ...{ rows: 2, registered: 1, refusals: 1 },
      refused: [{ row: 3, column: 'lead_dept' }],
    });
    expect((await story.app.database.extent()).size).toBe(size);
  });
});
