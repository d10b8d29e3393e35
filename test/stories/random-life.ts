/**
 * A register lived at random: every command of the services, in an order that nobody thought of, most of them sensible and
 * some not. The same seed makes the same life.
 */
import { seededChance } from '../../src/chance.js';
import { progressValues, publications, standings } from '../../src/domain/axes.js';
import { amendmentSchema, conditionStates } from '../../src/domain/commitment.js';
import { newPersonSchema, newSubscriptionSchema, personChangeSchema, type Person } from '../../src/domain/people.js';
import { Refusal } from '../../src/domain/refusal.js';
import { revisionInputSchema } from '../../src/domain/target-reading.js';
import { addDays, dayIn, type Day } from '../../src/domain/time.js';
import { reasonCodes, settledValues, verdictProposalSchema } from '../../src/domain/verdict.js';
import { system, type Caller } from '../../src/services/commands.js';
import { PeopleService } from '../../src/services/people.service.js';
import { RegisterService } from '../../src/services/register.service.js';
import { VerdictsService } from '../../src/services/verdicts.service.js';
import { evidenceOf, verdictsOf } from '../../src/store/commitments.store.js';
import type { TestApp } from '../support/app.js';
import { aCommitment } from '../support/cast.js';

export interface Life {
  /** Does one thing; says what, and whether it was refused. Throws what is no refusal. */
  live(): Promise<{ did: string; refused: boolean }>;
  /** A whole number from 0 to below `below`. */
  roll(below: number): number;
}

export async function beginLife(app: TestApp, seed: number): Promise<Life> {
  const [people, register, verdicts] = [app.get(PeopleService), app.get(RegisterService), app.get(VerdictsService)];
  const chance = seededChance(seed);
  const roll = (below: number): number => Math.floor(chance.fraction() * below);
  const oneOf = <T>(choices: readonly T[]): T => choices[roll(choices.length)]!;
  const maybe = <T>(value: T): T | null => (roll(2) === 0 ? value : null);
  const words = (kind: string): string => `${kind} ${roll(1e6)} ${oneOf(['é', '–', '"', '\\', '😀', '\u2028', "'"])}`;

  const everybody: Person[] = [];
  for (let i = 0; i < 12; i++) await add(i === 0 ? 'admin' : oneOf(['staff', 'staff', 'auditor', null]));
  const refs: string[] = [];
  const subscriptions: string[] = [];
  let keys = 0;

  async function add(role: Person['role']): Promise<void> {
    const email = `person${everybody.length}@example.org`;
    const zone = oneOf(['Europe/Brussels', 'Asia/Kabul', 'America/Toronto', 'Pacific/Auckland']);
    everybody.push(await people.addPerson(system, newPersonSchema.parse({ email, name: words('Person'), role, zone })));
  }

  const today = (): Day => dayIn(app.settings.zone, app.clock.now());
  const email = (): string => oneOf(everybody).email ?? '';
  const ref = (): string => oneOf(refs);
  const party = (): string => `Party ${roll(20)}`;
  const topics = (): string[] => Array.from({ length: roll(3) }, () => `topic ${roll(6)}`);
  /** Every other command carries a key, some of them one that was used. */
  const caller = (who = oneOf(everybody)): Caller => {
    const key = roll(8) === 0 ? keys : ++keys;
    return { actor: who.id, role: who.role, ...(roll(2) === 0 ? { idempotency: { key: `key ${key}`, fingerprint: `${key}` } } : {}) };
  };
  const target = (): Record<string, unknown> => {
    const day = addDays(today(), roll(400) - 50);
    return oneOf<Record<string, unknown>>([
      { kind: 'by', edtf: day },
      { kind: 'during', edtf: day.slice(0, 7), certainty: 'approximate' },
      { kind: 'until', edtf: day.slice(0, 4), phrase: words('until'), lang: 'en' },
      { kind: 'throughout', edtf: `${day}/${addDays(day, roll(90))}` },
      { kind: 'recurring', recurrence: oneOf(['P1M', 'P1Y']) },
      { kind: 'event', trigger: words('the vote'), duration: 'P3M' },
      { kind: 'undated' },
    ]);
  };
  const evidence = (): Record<string, unknown> => ({
    url: `https://example.org/${roll(1e6)}`,
    date: addDays(today(), -roll(30)),
    shows: words('It shows'),
  });

  const doings: Record<string, [weight: number, act: () => Promise<unknown>]> = {
    registers: [2, async () => {
      const change = { publish: roll(3) > 0, promisor: party(), beneficiaries: [party()], topics: topics(), owner: maybe(email()), condition: maybe(words('if')), target: target(), parent: refs.length > 0 ? maybe(ref()) : null, statement: { quote: words('We will'), lang: 'en', saidOn: addDays(today(), -roll(20)) } };
      refs.push((await register.register(caller(), aCommitment(change))).ref);
    }],
    amends: [14, () => register.amend(caller(), ref(), amendmentSchema.parse({ reason: words('as it was wrong'), ...oneOf<object>([{ title: words('Title') }, { promisor: party() }, { beneficiaries: [party(), party()] }, { topics: topics() }, { measure: maybe(words('measure')) }, { owner: maybe(email()) }, { parent: maybe(ref()) }, { supersedes: maybe(ref()) }, { externalId: maybe(`external ${roll(40)}`) }, { kind: 'decision', title: words('Decision') }]) }))],
    publishes: [6, () => register.publish(caller(), ref(), oneOf(publications), maybe(words('since')))],
    'moves targets': [14, () => register.reviseTarget(caller(), ref(), revisionInputSchema.parse({ target: target(), change: oneOf(['clarified', 'extended', 'brought_forward', 'withdrawn']), reason: words('because'), source: words('source') }))],
    'sets conditions': [8, () => register.setCondition(caller(), ref(), maybe({ text: words('if'), state: oneOf(conditionStates), evidence: [] }), maybe(words('as')))],
    'reports progress': [12, () => register.reportProgress(caller(), ref(), oneOf(progressValues), maybe(words('note')))],
    'changes standings': [6, () => register.setStanding(caller(), ref(), oneOf(standings), words('since'))],
    'adds evidence': [8, () => verdicts.addEvidence(caller(), ref(), { quote: maybe(words('quote')), ...evidence() } as never)],
    notes: [8, () => register.addNote(caller(), ref(), words('Note'))],
    proposes: [10, async () => {
      const about = ref();
      const verdict = oneOf(settledValues);
      const known = (await evidenceOf(app.database.read, about)).map(({ id }) => id);
      const fulfilledOn = verdict === 'fulfilled' ? oneOf([today(), today().slice(0, 7)]) : null;
      const proposal = { verdict, rationale: words('rationale'), reasonCode: verdict === 'not_fulfilled' ? oneOf(reasonCodes) : null, fulfilledOn, validOn: addDays(today(), -roll(10)), evidence: [known.length > 0 && roll(2) === 0 ? oneOf(known) : evidence()] };
      return verdicts.propose(caller(), about, verdictProposalSchema.parse(proposal));
    }],
    decides: [14, async () => {
      const about = ref();
      const open = (await verdictsOf(app.database.read, about)).find(({ state }) => state === 'proposed');
      return verdicts.decide(caller(), about, open?.id ?? 'none', oneOf(['confirm', 'return', 'return']), maybe(words('since')));
    }],
    subscribes: [4, async () => {
      const [scope, subject] = oneOf<[string, string | null]>([['commitment', ref()], ['topic', `topic ${roll(6)}`], ['all', null]]);
      subscriptions.push((await people.subscribe(caller(), newSubscriptionSchema.parse({ person: email(), scope, subject }))).id);
    }],
    unsubscribes: [4, () => people.unsubscribe(caller(), subscriptions.length > 0 ? oneOf(subscriptions) : 'none')],
    'adds people': [1, () => add(oneOf(['staff', 'auditor', null]))],
    'changes people': [3, () => people.changePerson(caller(), oneOf(everybody).id, personChangeSchema.parse(oneOf<object>([{ name: words('Name') }, { zone: 'Africa/Nairobi' }, { locale: 'fr' }, { sendAt: '07:30' }, { disabled: roll(2) === 0 }, { escalatesTo: maybe(email()) }, { mode: 'weekly', weekday: 'friday' }, { role: oneOf(['staff', 'auditor', 'admin', null]) }])))],
    'adds parties': [1, () => people.addParty(caller(), party())],
    'makes tokens': [1, async () => people.revokeToken(system, (await people.createToken(system, email(), [], 'P1M')).prefix)],
  }; // prettier-ignore
  const names = Object.entries(doings).flatMap(([name, [weight]]) => Array.from({ length: weight }, () => name));

  return {
    roll,
    live: async () => {
      const did = refs.length === 0 ? 'registers' : oneOf(names);
      try {
        await doings[did]![1]();
        return { did, refused: false };
      } catch (error) {
        if (error instanceof Refusal) return { did, refused: true };
        throw new Error(`${did} (seed ${seed})`, { cause: error });
      }
    },
  };
}
