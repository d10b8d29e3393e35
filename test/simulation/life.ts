/** What people do while the service is in a storm; whatever went unanswered they ask for again, under the same key. */
import type { INestApplicationContext } from '@nestjs/common';
import type { Chance } from '../../src/chance.js';
import { CLOCK, type Clock } from '../../src/clock.js';
import { oneOf, roll, SimulatedFault, weighted } from '../../src/commands/faults/fault.js';
import { newPersonSchema, personChangeSchema } from '../../src/domain/people.js';
import { addDays, dayIn } from '../../src/domain/time.js';
import { verdictProposalSchema } from '../../src/domain/verdict.js';
import type { Caller } from '../../src/services/commands.js';
import { PeopleService } from '../../src/services/people.service.js';
import { RegisterService } from '../../src/services/register.service.js';
import { VerdictsService } from '../../src/services/verdicts.service.js';
import { verdictsOf } from '../../src/store/commitments.store.js';
import { Database } from '../../src/store/database.js';
import { readEvents } from '../../src/store/log.store.js';
import { readRows } from '../../src/store/register.store.js';
import { aCommitment } from '../support/cast.js';

const zones = ['Europe/Brussels', 'Asia/Kabul', 'America/New_York', 'Pacific/Auckland'];
export const deadAddress = 'gone@example.org';

/** A few people, one of whose addresses does not exist, and commitments that fall due within weeks. */
export async function settle(app: INestApplicationContext, chance: Chance): Promise<void> {
  const people = app.get(PeopleService);
  const system: Caller = { actor: 'system', role: null };
  const add = (email: string, change: object): Promise<unknown> =>
    people.addPerson(system, newPersonSchema.parse({ email, zone: oneOf(chance, zones), ...change }));
  await add('lead@example.org', { role: 'staff' });
  await add('desk@example.org', { role: 'staff', escalatesTo: 'lead@example.org' });
  await add('auditor@example.org', { role: 'auditor' });
  await add('reader@example.org', {});
  await add(deadAddress, {});
  for (const person of ['reader@example.org', deadAddress]) await people.subscribe(system, { person, scope: 'all', subject: null });
  const today = dayIn('Europe/Brussels', app.get<Clock>(CLOCK).now());
  for (let i = 0; i < 2 + roll(chance, 3); i++) await register(app, system, chance, today);
}

function register(app: INestApplicationContext, caller: Caller, chance: Chance, today: string): Promise<unknown> {
  const edtf = addDays(today, 1 + roll(chance, 12));
  const statement = { quote: 'We will', lang: 'en', saidOn: today };
  return app
    .get(RegisterService)
    .register(caller, aCommitment({ target: { kind: 'by', edtf }, statement, promisor: `Party ${roll(chance, 3)}` }));
}

export interface Bystanders {
  act(desk: INestApplicationContext): Promise<unknown>;
  /** What was asked for and acknowledged, held against what the log has of it. */
  broken(database: Database): Promise<string[]>;
}

export function bystanders(chance: Chance): Bystanders {
  const unanswered: ((desk: INestApplicationContext) => Promise<unknown>)[] = [];
  const acknowledged: string[] = [];
  let asked = 0;

  /** Nobody knows whether it happened where it fails: it is asked for again later, and counts once. */
  const ask = async (desk: INestApplicationContext, work: (desk: INestApplicationContext) => Promise<unknown>): Promise<void> => {
    unanswered.push(work);
    try {
      await work(desk);
    } catch (error) {
      if (error instanceof SimulatedFault) return;
      unanswered.splice(unanswered.indexOf(work), 1);
      throw error;
    }
    unanswered.splice(unanswered.indexOf(work), 1);
  };

  return {
    act: async (desk) => {
      const on = desk.get(Database).read;
      const [commitments, persons, subscriptions] = [
        await readRows(on, 'commitment'),
        await readRows(on, 'person'),
        await readRows(on, 'subscription'),
      ];
      const byEmail = (email: string) => persons.find((person) => person.email === email)!;
      const commitment = oneOf(chance, commitments);
      const { ref } = commitment;
      const key = `key ${++asked}`;
      const caller: Caller = { actor: byEmail('desk@example.org').id, role: 'staff', idempotency: { key, fingerprint: key } };
      const auditor: Caller = { actor: byEmail('auditor@example.org').id, role: 'auditor' };
      const today = dayIn('Europe/Brussels', desk.get<Clock>(CLOCK).now());
      const what = weighted(chance, {
        again: unanswered.length === 0 ? 0 : 4,
        note: 2,
        move: 4,
        back: 2,
        settle: 1.5,
        subscribe: 1.5,
        unsubscribe: 1.5,
        zone: 1,
        hour: 1,
        leave: 0.5,
        owner: 1,
        register: 0.5,
        standing: 0.5,
      });
      const moveTo = (edtf: string): Promise<void> =>
        ask(desk, (app) =>
          app.get(RegisterService).reviseTarget(caller, ref, {
            target: { kind: 'by', edtf },
            change: 'extended',
            reason: 'Late',
            source: 'https://example.org/',
          }),
        );
      switch (what) {
        case 'again':
          return ask(desk, unanswered.splice(roll(chance, unanswered.length), 1)[0]!);
        case 'note':
          return ask(desk, (app) =>
            app
              .get(RegisterService)
              .addNote(caller, ref, key)
              .then(() => acknowledged.push(key)),
          );
        case 'move':
          return moveTo(addDays(today, roll(chance, 12)));
        case 'back':
          return moveTo(oneOf(chance, [addDays(today, 1), addDays(today, 7), commitment.latest ?? addDays(today, 30)]));
        case 'settle': {
          const proposal = verdictProposalSchema.parse({
            verdict: 'fulfilled',
            rationale: 'Done',
            fulfilledOn: today,
            evidence: [{ url: 'https://example.org/proof', date: today, shows: 'It' }],
          });
          const open = (await verdictsOf(on, ref)).find(({ state }) => state === 'proposed');
          if (open === undefined) return ask(desk, (app) => app.get(VerdictsService).propose(caller, ref, proposal));
          return ask(desk, (app) => app.get(VerdictsService).decide(auditor, ref, open.id, 'confirm', null));
        }
        case 'subscribe':
          return ask(desk, (app) =>
            app
              .get(PeopleService)
              .subscribe(caller, { person: oneOf(chance, ['reader@example.org', 'lead@example.org']), scope: 'commitment', subject: ref }),
          );
        case 'unsubscribe':
          return ask(desk, (app) => app.get(PeopleService).unsubscribe(caller, oneOf(chance, subscriptions).id));
        case 'zone':
        case 'hour':
        case 'leave': {
          const person = byEmail(oneOf(chance, ['desk@example.org', 'reader@example.org']));
          const change = {
            zone: { zone: oneOf(chance, zones) },
            hour: { sendAt: oneOf(chance, ['06:30', '08:00', '17:15']) },
            leave: { disabled: person.disabledAt === null },
          }[what];
          return ask(desk, (app) => app.get(PeopleService).changePerson(caller, person.id, personChangeSchema.parse(change)));
        }
        case 'owner':
          return ask(desk, (app) =>
            app
              .get(RegisterService)
              .amend(caller, ref, { owner: oneOf(chance, ['desk@example.org', 'lead@example.org']), reason: 'A new desk' }),
          );
        case 'register':
          return ask(desk, (app) => register(app, caller, chance, today));
        case 'standing':
          return ask(desk, (app) =>
            app.get(RegisterService).setStanding(caller, ref, commitment.standing === 'active' ? 'superseded' : 'active', 'So it is'),
          );
      }
    },
    broken: async (database) => {
      const notes = (await readEvents(database.read)).flatMap(({ type, payload }) => (type === 'note.added' ? [payload.text ?? ''] : []));
      const lost = acknowledged.filter((text) => !notes.includes(text)).map((text) => `${text} was acknowledged and is not there`);
      const twice = notes.filter((text, i) => notes.indexOf(text) !== i).map((text) => `${text} is there twice`);
      return [...lost, ...twice];
    },
  };
}
