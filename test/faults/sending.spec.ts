/** Real processes that send to a real socket, killed, stopped and told to end at the worst moments. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { leaseMs, unknownWaitMs } from '../../src/domain/delivery.js';
import { createSmtpMailer } from '../../src/mail/smtp-mailer.js';
import { RegisterService } from '../../src/services/register.service.js';
import { withServices } from '../../src/boot.js';
import { readConfig } from '../../src/config.js';
import { newPersonSchema } from '../../src/domain/people.js';
import { system } from '../../src/services/commands.js';
import { NoticesService } from '../../src/services/notices.service.js';
import { PeopleService } from '../../src/services/people.service.js';
import { openStory, type Story } from '../stories/story.js';
import { aCommitment } from '../support/cast.js';
import { createTestDatabase } from '../support/databases.js';
import { startScriptedServer, type Answer, type Script, type ScriptedServer } from '../support/scripted-smtp.js';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram, sendInProcess, type Sender } from './processes.js';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const { close } of opened.splice(0)) await close();
});

/** A server that keeps its answer back until it is told to give it. */
function holding(reply: string): { answer: Answer; give: () => void } {
  let give: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (give = resolve));
  return { answer: { held, reply }, give };
}

interface Scene extends Story {
  server: ScriptedServer;
  ref: string;
  child: Sender;
  /** What the register has of the mail. */
  mail(): Promise<Record<string, unknown>>;
}

const onTheDay = { registered: '2021-03-31T05:00:00.000Z', at: '2021-03-31T06:00:00.000Z', step: 'due' };
const weekBefore = { registered: '2021-03-24T06:00:00.000Z', at: '2021-03-24T07:00:00.000Z', step: 'lead-P7D' };

/** The first connection goes by the script; a child sends on it, and later passes are made here. */
async function begin({ registered, at, step }: typeof onTheDay, script: Script): Promise<Scene> {
  const server = await startScriptedServer(script, {});
  opened.push(server);
  const mailer = createSmtpMailer({ url: server.url });
  const story = await openStory({ mailer, now: registered });
  story.finally(() => mailer.close());
  const { ref } = await story.register();
  story.app.clock.advanceTo(at);
  const child = sendInProcess([story.app.dataDir, story.app.testDatabase.url, server.url, at]);
  const mail = async (): Promise<Record<string, unknown>> => ({ ...(await story.notices(ref)).find((notice) => notice.step === step) });
  return { ...story, server, ref, child, mail };
}

/** The next passes, once the claim has run out and once the wait is over. */
async function recover({ app, tick }: Scene): Promise<void> {
  app.clock.advanceBy(leaseMs);
  await tick();
  app.clock.advanceBy(unknownWaitMs);
  await tick();
}

describe('A process that is killed', () => {
  it('after the server took a mail of the day, and before that was written: it goes out once more, the same to the last byte, and marked', async () => {
    const scene = await begin(onTheDay, { dot: holding('250 2.0.0 taken').answer });
    await scene.server.next();
    scene.child.signal('SIGKILL');
    expect(await scene.child.ended).toMatchObject({ signal: 'SIGKILL' });
    await recover(scene);
    const [first, second, ...more] = scene.server.received;
    expect(more).toEqual([]);
    expect(second?.messageId).toBe(first?.messageId);
    expect(second?.raw.equals(first!.raw)).toBe(true);
    expect(await scene.mail()).toMatchObject({ state: 'sent', possibleDuplicate: true, messageId: first?.messageId });
  }, 60_000);

  it('after the server took a week’s notice: that counts as arrived, and is marked', async () => {
    const scene = await begin(weekBefore, { dot: holding('250 2.0.0 taken').answer });
    await scene.server.next();
    scene.child.signal('SIGKILL');
    await scene.child.ended;
    await recover(scene);
    expect(scene.server.received).toHaveLength(1);
    expect(await scene.mail()).toMatchObject({ state: 'unknown', reason: 'lease_ran_out', possibleDuplicate: true });
  }, 60_000);

  it('after the claim and before the server had anything: the mail of the day arrives exactly once', async () => {
    let connected: () => void = () => undefined;
    const connection = new Promise<void>((resolve) => (connected = resolve));
    const silent: Script = {
      get greeting(): Answer {
        connected();
        return 'silence';
      },
    };
    const scene = await begin(onTheDay, silent);
    await connection;
    scene.child.signal('SIGKILL');
    await scene.child.ended;
    await recover(scene);
    expect(scene.server.received).toHaveLength(1);
    expect(await scene.mail()).toMatchObject({ state: 'sent', messageId: scene.server.received[0]?.messageId });
  }, 60_000);
});

describe('A process that was stopped for longer than its claim lasts', () => {
  it('writes nothing when it goes on: another has the mail', async () => {
    const { answer, give } = holding('550 5.1.1 nobody here');
    const scene = await begin(onTheDay, { dot: answer });
    await scene.server.next();
    scene.child.signal('SIGSTOP');
    await recover(scene);
    const before = [await scene.mail(), await scene.app.database.extent()];
    expect(before[0]).toMatchObject({ state: 'sent', possibleDuplicate: true });
    give();
    scene.child.signal('SIGCONT');
    expect(await scene.child.ended).toMatchObject({ code: 0, output: '1\n', errors: '' });
    expect([await scene.mail(), await scene.app.database.extent()]).toEqual(before);
    expect(await scene.app.database.read.query('SELECT * FROM suppressed_address')).toEqual([]);
  }, 60_000);
});

describe('A server that is told to end', () => {
  it('while a mail is on the wire waits for the answer and writes it down', async () => {
    const { answer, give } = holding('250 2.0.0 taken');
    const server = await startScriptedServer({ dot: answer });
    opened.push(server);
    const testDatabase = await createTestDatabase('sqlite');
    const dataDir = mkdtempSync(join(tmpdir(), 'pledgebook-faults-'));
    try {
      const settings = { DATA_DIR: dataDir, DATABASE_URL: testDatabase.url };
      const notices = (): Promise<string[]> =>
        withServices(readConfig(settings), async (app) =>
          (await app.get(NoticesService).all()).filter(({ step }) => step === 'date_changed-2').map(({ state }) => state),
        );
      await withServices(readConfig(settings), async (app) => {
        await app.get(PeopleService).addPerson(system, newPersonSchema.parse({ email: 'desk@example.org', role: 'staff' }));
        const { ref } = await app.get(RegisterService).register(system, aCommitment({ target: { kind: 'by', edtf: '2999-03-31' } }));
        const target = { kind: 'by' as const, edtf: '2999-06-30' };
        await app
          .get(RegisterService)
          .reviseTarget(system, ref, { target, change: 'extended', reason: 'Late', source: 'https://example.org/' });
      });
      const running = runProgram(['serve', '--port', '0'], { ...settings, SMTP_URL: server.url, LOG_LEVEL: 'silent' });
      await Promise.all([server.next(), running.says('Pledgebook answers')]);
      running.signal('SIGTERM');
      give();
      expect(await running.ended).toMatchObject({ code: 0, signal: null });
      expect(await notices()).toEqual(['sent']);
      expect(server.received).toHaveLength(1);
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
      await testDatabase.drop();
    }
  }, 60_000);
});
