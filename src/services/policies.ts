/** The reminder policies: which versions there are, which is in force, and the rules that plans follow from each. */
import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { canonicalJson } from '../domain/log/jcs.js';
import type { Rules } from '../domain/plan.js';
import { policyIdOf, type PolicyVersion } from '../domain/policy-versions.js';
import { dueSoonDays, type NewPolicy, type Policy } from '../domain/reminder-policy.js';
import { Refusal } from '../domain/refusal.js';
import { dayIn, type Instant } from '../domain/time.js';
import { Database, type Reader, type Tx } from '../store/database.js';
import { policyIdInForce, policyVersions } from '../store/policies.store.js';
import { readRow, record } from '../store/register.store.js';
import { Calendars } from './calendars.js';
import { Commands, type Caller } from './commands.js';
import { SETTINGS, type Settings } from './settings.js';

/** What planning goes by. */
export interface InForce extends Rules {
  /** Stands for the rules and the time-zone data: plans made with another are made again. */
  plannedWith: string;
  dueSoonDays: number;
}

/** A version as callers read it. One that comes with the program was added by nobody. */
export interface PolicyView extends Policy {
  inForce: boolean;
  addedBy: string | null;
  addedAt: Instant | null;
  activatedBy: string | null;
  activatedAt: Instant | null;
}

@Injectable()
export class Policies {
  private readonly calendars: Calendars;
  /** By id; versions are never edited. */
  private readonly rules = new Map<string | null, InForce>();

  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.calendars = new Calendars(settings.holidayCalendars);
  }

  /** The rules in force as the reader sees the register: in a transaction, those that its change is planned by. */
  async inForce(on: Reader): Promise<InForce> {
    const id = await policyIdInForce(on);
    let rules = this.rules.get(id);
    if (rules === undefined) {
      const row = id === null ? null : await readRow(on, 'policy', id);
      this.rules.set(id, (rules = this.rulesOf(row?.policy ?? this.settings.policy)));
    }
    return rules;
  }

  /** The rules of a policy, in force or only tried. Refuses a calendar that nobody knows. */
  rulesOf(policy: Policy): InForce {
    const { tzdataVersion } = this.settings;
    const what = canonicalJson([policy, tzdataVersion, this.calendars.edition(policy.calendar)]);
    return {
      policy,
      isOff: this.calendars.daysOff(policy.calendar),
      plannedWith: createHash('sha256').update(what).digest('base64url').slice(0, 16),
      dueSoonDays: dueSoonDays(policy),
    };
  }

  /** Every version, those that come with the program among them, by name and number. */
  async list(on: Reader = this.database.read): Promise<PolicyView[]> {
    const stored = await policyVersions(on);
    const inForce = (await policyIdInForce(on)) ?? policyIdOf(this.settings.policy);
    const views = new Map(this.shipped().map((policy) => [policyIdOf(policy), viewOf(policy, null, inForce)]));
    for (const row of stored) views.set(row.id, viewOf(row.policy, row, inForce));
    return [...views.values()].sort((a, b) => (a.name === b.name ? a.version - b.version : a.name < b.name ? -1 : 1));
  }

  async read(name: string, version: number, on: Reader = this.database.read): Promise<PolicyView> {
    const found = (await this.list(on)).find((view) => view.name === name && view.version === version);
    if (found === undefined) throw new Refusal('not_found', `There is no version ${version} of a policy "${name}".`);
    return found;
  }

  /** Adds the next version of a name. It is in force only once it is activated. */
  add(caller: Caller, { version, ...input }: NewPolicy): Promise<PolicyView> {
    return this.commands.run(caller, async (tx) => {
      const policy = { ...input, version: await this.nextVersion(tx.manager, input.name) };
      if (version !== undefined && version !== policy.version)
        throw new Refusal('conflict', `The next version of ${input.name} is ${policy.version}; a version is never edited.`, {
          pointer: '/version',
        });
      this.rulesOf(policy);
      await this.recordIn(tx, caller, policy);
      return this.read(policy.name, policy.version, tx.manager);
    });
  }

  /** Puts a version in force. Every plan is made again by it: by the next tick of whichever instance comes first. */
  activate(caller: Caller, name: string, version: number, reason: string | null): Promise<PolicyView> {
    return this.commands.run(caller, async (tx) => {
      const wanted = await this.read(name, version, tx.manager);
      if (wanted.inForce) throw new Refusal('not_allowed_now', `Version ${version} of ${name} is in force already.`);
      const policy = policyOf(wanted);
      this.rulesOf(policy);
      // What comes with the program may differ in a later one; the log keeps what was put in force.
      if (wanted.addedAt === null) await this.recordIn(tx, caller, policy);
      const payload = { id: policyIdOf(policy) };
      await record(tx, { type: 'policy.activated', commitment: null, actor: caller.actor, payload, reason }, this.today(tx));
      return this.read(name, version, tx.manager);
    });
  }

  private async recordIn(tx: Tx, caller: Caller, policy: Policy): Promise<void> {
    await record(tx, { type: 'policy.added', commitment: null, actor: caller.actor, payload: { policy } }, this.today(tx));
  }

  private async nextVersion(on: Reader, name: string): Promise<number> {
    const versions = [...(await policyVersions(on, name)), ...this.shipped().filter((policy) => policy.name === name)];
    return Math.max(0, ...versions.map((each) => each.version)) + 1;
  }

  private shipped(): Policy[] {
    return [...this.settings.shippedPolicies, this.settings.policy];
  }

  private today(tx: Tx): string {
    return dayIn(this.settings.zone, tx.now);
  }
}

export function policyOf({ name, version, calendar, steps }: PolicyView): Policy {
  return { name, version, calendar, steps };
}

function viewOf(policy: Policy, row: PolicyVersion | null, inForce: string): PolicyView {
  const { addedBy = null, addedAt = null, activatedBy = null, activatedAt = null } = row ?? {};
  return { ...policy, inForce: policyIdOf(policy) === inForce, addedBy, addedAt, activatedBy, activatedAt };
}
