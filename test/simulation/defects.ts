/** Defects that others of its kind have, put into a simulated process from outside: each must be found out. */
import type BetterSqlite3 from 'better-sqlite3';
import type { EntityManager } from 'typeorm';
import type { Defect } from '../../src/commands/faults/course.js';
import { accepted } from '../support/mailbox.js';
import { OutboxService } from '../../src/services/outbox.service.js';
import { ReminderPlanning } from '../../src/services/reminder-planning.js';
import type { Tx } from '../../src/store/database.js';
import { change } from '../../src/store/statements.js';

type Connection = BetterSqlite3.Database;

function withOther<K extends keyof Tx>(tx: Tx, member: K, value: Tx[K]): Tx {
  return new Proxy(tx, { get: (target, name) => (name === member ? value : Reflect.get(target, name)) as unknown });
}

/** The same transaction with other statements: what is a condition of the store's is lifted here. */
function seeing(tx: Tx, rewritten: (text: string) => string): Tx {
  const { dataSource } = tx.manager;
  const real = (dataSource.driver as unknown as { databaseConnection: Connection }).databaseConnection;
  const connection = { prepare: (text: string) => real.prepare(rewritten(text)) };
  const driver = Object.create(dataSource.driver, { databaseConnection: { value: connection } }) as unknown;
  const other = Object.create(dataSource, { driver: { value: driver } }) as unknown;
  return withOther(tx, 'manager', Object.create(tx.manager, { dataSource: { value: other } }) as EntityManager);
}

export const defects: Record<string, Defect> = {
  'says that a mail was sent and then sends it': {
    mailer: (mailer) => ({
      ...mailer,
      send: (mail) => {
        void mailer.send(mail);
        return Promise.resolve(accepted());
      },
    }),
  },
  'lets a claim conclude that another has outdated': {
    lens: () => (tx) => seeing(tx, (text) => text.replace(/AND "state" = \? AND "fence" = \?/, `AND ? <> '' AND ? >= 0`)),
  },
  'does not look again before it sends': {
    lens: () => (tx) =>
      seeing(tx, (text) => (text.includes('FROM "suppressed_address"') ? `${text.replace(/ LIMIT.*/, '')} AND FALSE` : text)),
    services: (app) => {
      const planning = app.get(ReminderPlanning);
      const reconcile = planning.reconcileIn.bind(planning);
      planning.owesAny = () => Promise.resolve(true);
      planning.reconcileIn = (tx, commitment, cause) => (cause === 'no_longer_owed' ? Promise.resolve() : reconcile(tx, commitment, cause));
    },
  },
  'does not know what it has sent already': {
    services: (app) => {
      const planning = app.get(ReminderPlanning);
      const reconcile = planning.reconcileIn.bind(planning);
      let plans = 0;
      planning.reconcileIn = async (tx, commitment, cause) => {
        const handled = `UPDATE reminder SET key = key || '|' || ? WHERE commitment = ? AND state IN ('delivered', 'unknown')`;
        await change(tx.manager, handled, [`plan ${++plans}`, commitment.ref]);
        await reconcile(tx, commitment, cause);
      };
    },
  },
  'goes by its own clock': {
    lens: (clock) => (tx) => withOther(tx, 'now', clock.now()),
  },
  'looks only at what has fallen due since it last looked': {
    services: (app, database) => {
      const outbox = app.get(OutboxService);
      const queue = outbox.queueDue.bind(outbox);
      let looked: string | null = null;
      outbox.queueDue = async (now, outage) => {
        const [from, never] = [looked ?? now, '9999-12-31T00:00:00.000Z'];
        looked = now;
        await database.write((tx) =>
          change(tx.manager, `UPDATE reminder SET "dueAt" = ? WHERE state = 'planned' AND "dueAt" < ?`, [never, from]),
        );
        return queue(now, outage);
      };
    },
  },
};
