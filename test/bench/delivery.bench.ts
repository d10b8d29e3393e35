/**
 * Delivery end to end: from messages queued in the register, through gate, claim and attempt, to the mail server and back
 * into rows and log, beside nodemailer's pool alone sending the same bytes to the same server over as many connections.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTransport } from 'nodemailer';
import { closeParts, openParts, openServices } from '../../src/boot.js';
import { VirtualClock } from '../../src/clock.js';
import { readConfig } from '../../src/config.js';
import { newCommitmentSchema } from '../../src/domain/commitment.js';
import { laneRules } from '../../src/domain/lanes.js';
import { newPersonSchema } from '../../src/domain/people.js';
import { createSmtpMailer } from '../../src/mail/smtp-mailer.js';
import { system } from '../../src/services/commands.js';
import { DeliveryService } from '../../src/services/delivery.service.js';
import { OutboxService } from '../../src/services/outbox.service.js';
import { PeopleService } from '../../src/services/people.service.js';
import { RegisterService } from '../../src/services/register.service.js';
import { costs, type BenchOptions, type BenchResult } from './measure.js';

const rounds = 5;
const leastRatio = 0.8;
const registeredAt = '2020-11-30T07:00:00.000Z';
const dueAt = '2020-12-31T09:00:00.000Z';

export async function run({ full }: BenchOptions): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pledgebook-bench-'));
  try {
    return await delivering(folder, full ? 10_000 : 1_000);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function delivering(folder: string, mails: number): Promise<BenchResult[]> {
  const sink = await startSink();
  const queued = await queue(folder, mails);
  // A register for each round, since what is sent stays sent.
  const registers = await Promise.all(Array.from({ length: rounds + 1 }, (_, round) => openCopy(folder, round, sink.port)));
  const pool = createTransport({ host: '127.0.0.1', port: sink.port, pool: true, maxConnections: laneRules.connections, maxMessages: 100 });
  let round = 0;
  try {
    const cost = await costs(
      {
        ours: async () => {
          await registers[round++]!.deliver();
          await sink.tookEach(mails);
        },
        theirs: async () => {
          await Promise.all(queued.map(({ from, to, raw }) => pool.sendMail({ envelope: { from, to }, raw })));
          await sink.tookEach(mails);
        },
      },
      rounds,
    );
    const rate = (which: keyof typeof cost): number => (mails * 1000) / cost[which].wallMs;
    const ratio = rate('ours') / rate('theirs');
    const name = `delivery of ${mails.toLocaleString('en')} mails with gate, attempts and log, to nodemailer's pool alone, a second`;
    return [{ name, ours: rate('ours'), theirs: rate('theirs'), ratio, bar: `≥ ${leastRatio}`, ok: ratio >= leastRatio }];
  } finally {
    pool.close();
    for (const register of registers) await register.close();
    sink.stop();
  }
}

interface Queued {
  from: string;
  to: string;
  raw: Buffer;
}

/** One commitment and its followers at forty domains, all of whom are told at once. */
async function queue(folder: string, mails: number): Promise<Queued[]> {
  const clock = new VirtualClock(registeredAt);
  const config = readConfig({ DATA_DIR: folder, DATABASE_URL: `sqlite:${join(folder, 'queued.sqlite')}` });
  const parts = await openParts(config, { clock });
  const services = await openServices(parts);
  const people = services.get(PeopleService);
  for (let i = 0; i < mails; i++) {
    const email = `f${i}@d${i % 40}.example.org`;
    // Who works here need not confirm what they follow.
    await people.addPerson(system, newPersonSchema.parse({ email, role: 'staff' }));
    await people.subscribe(system, { person: email, scope: 'all', subject: null });
  }
  await services.get(RegisterService).register(system, newCommitmentSchema.parse(commitment));
  clock.advanceTo(dueAt);
  const count = await services.get(OutboxService).queueDue(dueAt, null);
  if (count !== mails) throw new Error(`${count} of ${mails} mails were queued`);
  const rows = await parts.database.read.query<{ envelopeFrom: string; envelopeTo: string; raw: Uint8Array }[]>(
    'SELECT "envelopeFrom", "envelopeTo", raw FROM message JOIN message_body ON message = id',
  );
  await services.close();
  await closeParts(parts);
  return rows.map(({ envelopeFrom: from, envelopeTo: to, raw }) => ({ from, to, raw: Buffer.from(raw) }));
}

const commitment = {
  title: 'Publish the annual report',
  kind: 'pledge',
  publish: true,
  statement: { quote: 'We will publish the annual report by 31 March 2021', lang: 'en', saidOn: '2020-11-30' },
  promisor: 'The Ministry',
  target: { kind: 'by', edtf: '2021-03-31' },
};

async function openCopy(folder: string, round: number, port: number) {
  const file = join(folder, `round-${round}.sqlite`);
  copyFileSync(join(folder, 'queued.sqlite'), file);
  const mailer = createSmtpMailer({ url: `smtp://127.0.0.1:${port}` });
  const config = readConfig({ DATA_DIR: folder, DATABASE_URL: `sqlite:${file}` });
  const parts = await openParts(config, { clock: new VirtualClock(dueAt), mailer });
  const services = await openServices(parts);
  return {
    deliver: () => services.get(DeliveryService).deliverDue(() => dueAt),
    close: async () => {
      await services.close();
      await closeParts(parts);
    },
  };
}

async function startSink() {
  const child = fork(fileURLToPath(new URL('mail-sink.js', import.meta.url)));
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return {
    port,
    /** Throws unless the server took as many mails, each for another reader. */
    tookEach: async (mails: number): Promise<void> => {
      const answer = once(child, 'message');
      child.send('count');
      const [{ taken, readers }] = (await answer) as [{ taken: number; readers: number }];
      if (taken !== mails || readers !== mails) throw new Error(`${taken} mails for ${readers} readers arrived of ${mails}`);
    },
    stop: () => void child.kill(),
  };
}
