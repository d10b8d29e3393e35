/** The log's checkpoint leaves the operator's reach: once a month each auditor gets it, and what they got can be held against the log. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { openCheckpoint } from '../../src/domain/log/note.js';
import { AuditService } from '../../src/services/audit.service.js';
import { CheckpointMails } from '../../src/services/checkpoint-mails.js';
import { exportLog, verifyExport } from '../../src/services/log-export.js';
import { PeopleService } from '../../src/services/people.service.js';
import { RegisterService } from '../../src/services/register.service.js';
import { VerificationService } from '../../src/services/verification.service.js';
import { readEvents } from '../../src/store/log.store.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { openStory, received, type Story } from './story.js';

async function mailed(story: Story): Promise<{ to: string; at: string; subject: string; text: string }[]> {
  const mails = await received(story.app.mailer.sent);
  return mails.map((mail, i) => ({
    to: story.app.mailer.sent[i]!.envelope.to.split('@')[0]!,
    at: mail.date!.toISOString(),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
  }));
}

/** The lines that the mail says to save. */
function noteIn(text: string, origin: string): string {
  const from = text.indexOf(`${origin}\n`);
  return `${text.slice(from, text.indexOf('\n\n', text.indexOf('— ', from)))}\n`;
}

describeOnEachDatabase('The checkpoint of a month', (kind) => {
  it('goes to every auditor who is here once, not before their hour', async () => {
    const story = await openStory({ kind });
    await story.add('second@example.org', { role: 'auditor', locale: 'fr', zone: 'Europe/Paris', sendAt: '09:30' });
    const gone = await story.add('third@example.org', { role: 'auditor' });
    await story.app.get(PeopleService).changePerson(story.cast.admin.caller, gone.id, { disabled: true });
    // As the ticker does each minute.
    const pass = async (at: string): Promise<void> => {
      await story.sleepUntil(at);
      await story.app.get(CheckpointMails).oweDue();
      await story.tick();
    };
    const to = async (): Promise<string[]> => (await mailed(story)).map((mail) => `${mail.at.slice(5, 16)} ${mail.to}`);
    await pass('2020-11-30T08:00:00.000Z');
    await story.sleepUntil('2020-11-30T13:00:00.000Z');
    expect(await to()).toEqual(['11-30T08:00 auditor', '11-30T08:00 second'].sort().reverse());
    // December begins in Brussels, in the evening of Toronto: nothing is gained by waiting for the morning there.
    for (const at of ['2020-11-30T22:59:00.000Z', '2020-11-30T23:00:00.000Z', '2020-12-01T08:29:00.000Z']) await pass(at);
    for (const at of ['2020-12-01T08:30:00.000Z', '2020-12-02T13:00:00.000Z', '2020-12-31T13:00:00.000Z']) await pass(at);
    expect((await mailed(story)).slice(2).map(({ to: who, subject }) => [who, subject])).toEqual([
      ['auditor', 'To keep: the log’s checkpoint of December 2020'],
      ['second', 'À conserver\u00a0: point de contrôle du journal, décembre 2020'],
    ]);
    const sent = (await readEvents(story.app.database.read)).filter(({ type }) => type === 'notice.sent').slice(-2);
    expect(sent.map(({ recordedAt, payload }) => [recordedAt, (payload as { kind: string }).kind])).toEqual([
      ['2020-11-30T23:00:00.000Z', 'checkpoint'],
      ['2020-12-01T08:30:00.000Z', 'checkpoint'],
    ]);
    // Whoever becomes an auditor in the middle of a month has theirs at once.
    await story.add('fourth@example.org', { role: 'auditor', sendAt: '00:00' });
    await pass('2020-12-31T13:01:00.000Z');
    expect((await to()).slice(4)).toEqual(['12-31T13:01 fourth']);
  });

  it('waits while the clock is in doubt', async () => {
    const story = await openStory({ kind });
    await story.tick();
    story.app.clock.jumpTo('2021-01-30T07:00:00.000Z');
    await story.tick();
    expect(await story.app.get(CheckpointMails).oweDue()).toBe(0);
    story.app.clock.jumpTo('2020-11-30T07:05:00.000Z');
  });

  it('can be saved from the mail and held against a later export and against the live log', async () => {
    const story = await openStory({ kind });
    const { ref } = await story.register();
    await story.app.get(CheckpointMails).oweDue();
    await story.tick();
    await story.sleepUntil('2020-12-01T13:00:00.000Z');
    const { text } = (await mailed(story)).find(({ to }) => to === 'auditor')!;
    const note = noteIn(text, story.app.settings.logName);
    const audit = story.app.get(AuditService);
    expect(openCheckpoint(note, audit.verifierKeys()).size).toBeGreaterThan(5);
    const file = join(story.app.dataDir, 'kept');
    writeFileSync(file, note.trimEnd().replaceAll('\n', '\r\n'));

    await story.app.get(RegisterService).addNote(story.cast.desk.caller, ref, 'A later note');
    const folder = join(story.app.dataDir, 'export');
    await exportLog(story.app.database, story.app.settings, folder);
    expect(await verifyExport(folder, { key: null, checkpoint: file })).toMatchObject({ ok: true });
    const verification = story.app.get(VerificationService);
    expect(await verification.verify(note)).toMatchObject({ ok: true });
  });
});
