/** A register in JSON: out as it can come in again, in all or nothing. */
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { newCommitmentSchema, type Commitment, type NewCommitment } from '../domain/commitment.js';
import type { Party, Person } from '../domain/people.js';
import { Refusal, type RefusalDetail } from '../domain/refusal.js';
import type { Basis } from '../domain/report.js';
import { commitmentByExternalId, commitmentsByRefs } from '../store/commitments.store.js';
import { personByEmail } from '../store/people.store.js';
import { AsOfService } from './as-of.service.js';
import { AuditService } from './audit.service.js';
import { Commands, type Caller } from './commands.js';
import { RegisterService } from './register.service.js';
import type { Day } from '../domain/time.js';

export const registerFileSchema = z.strictObject({
  format: z.literal('pledgebook-register').optional(),
  version: z.literal(1).optional(),
  /** What an exported file rests on; nothing is made of it here. */
  asOf: z.string().optional(),
  index: z.int().nonnegative().optional(),
  root: z.string().optional(),
  checkpoint: z.string().optional(),
  /** Read one by one, so that a refusal names its commitment. */
  commitments: z.array(z.unknown()).min(1),
});

export interface RegisterFile extends Basis {
  format: 'pledgebook-register';
  version: 1;
  commitments: NewCommitment[];
}

export interface ImportResult {
  registered: string[];
  /** Here under their external id, and brought to what the file says now. */
  updated: string[];
  /** Here under their external id, and the same. */
  skipped: string[];
  /** Addresses of owners whom nobody here has; their commitments came in without an owner. */
  unknownOwners: string[];
}

/** Thrown inside a dry run to undo what it tried. */
class DryRun extends Error {
  constructor(readonly result: ImportResult) {
    super('dry run');
  }
}

@Injectable()
export class ImportsService {
  constructor(
    private readonly commands: Commands,
    private readonly register: RegisterService,
    private readonly asOf: AsOfService,
    private readonly audit: AuditService,
  ) {}

  /** Registers every commitment of the file, or none: a refusal names each member that does not fit. */
  async import(caller: Caller, file: unknown, dryRun: boolean): Promise<ImportResult> {
    const inputs = readRegisterFile(file);
    try {
      return await this.commands.run(caller, async (tx) => {
        const result: ImportResult = { registered: [], updated: [], skipped: [], unknownOwners: [] };
        for (const [i, input] of inputs.entries()) {
          const twin = input.externalId === null ? null : await commitmentByExternalId(tx.manager, input.externalId);
          if (twin !== null) {
            const changed = await this.register
              .updateIn(tx, caller, twin, input, { reason: 'Imported again', source: 'A register file' })
              .catch((error: unknown) => {
                throw inCommitment(i, error);
              });
            (changed === null ? result.skipped : result.updated).push(twin.ref);
            continue;
          }
          const owner = input.owner === null ? null : await personByEmail(tx.manager, input.owner);
          if (input.owner !== null && owner === null) result.unknownOwners.push(input.owner);
          const commitment = await this.register
            .registerIn(tx, caller, { ...input, owner: owner?.email ?? null })
            .catch((error: unknown) => {
              throw inCommitment(i, error);
            });
          result.registered.push(commitment.ref);
        }
        if (dryRun) throw new DryRun(result);
        return result;
      });
    } catch (error) {
      if (error instanceof DryRun) return error.result;
      throw error;
    }
  }

  /** The published commitments as of a day, in the form that `import` takes. */
  async export(asOf: Day): Promise<RegisterFile> {
    const moment = await this.asOf.at(asOf);
    const commitments: NewCommitment[] = [];
    for await (const page of this.asOf.visible(moment, commitmentsByRefs)) {
      const parties = await this.asOf.partiesOf(page.commitments);
      commitments.push(...page.commitments.map((c) => exported(c, parties, moment.people)));
    }
    return { format: 'pledgebook-register', version: 1, ...(await this.audit.basisOf(moment)), commitments };
  }
}

function readRegisterFile(file: unknown): NewCommitment[] {
  const whole = registerFileSchema.safeParse(Array.isArray(file) ? { commitments: file } : file);
  if (!whole.success)
    throw new Refusal('invalid_input', 'A register: { "commitments": [ … ] }, each as POST /api/v1/commitments takes it.');
  const inputs: NewCommitment[] = [];
  const errors: RefusalDetail[] = [];
  for (const [i, item] of whole.data.commitments.entries()) {
    const input = newCommitmentSchema.safeParse(item);
    if (input.success) inputs.push(input.data);
    else
      errors.push(
        ...input.error.issues.map((issue) => ({
          pointer: `/commitments/${i}${issue.path.map((step) => `/${String(step)}`).join('')}`,
          detail: issue.message,
        })),
      );
  }
  if (errors.length > 0) throw new Refusal('invalid_input', `${errors.length} members do not fit; nothing was imported.`, { errors });
  return inputs;
}

function inCommitment(index: number, error: unknown): unknown {
  if (!(error instanceof Refusal)) return error;
  const place = `/commitments/${index}`;
  const errors =
    error.errors.length > 0
      ? error.errors.map((e) => ({ pointer: `${place}${e.pointer}`, detail: e.detail }))
      : [{ pointer: place, detail: error.message }];
  return new Refusal(error.code, `${errors[0]?.pointer}: ${error.message} Nothing was imported.`, { errors, extra: error.extra });
}

function exported(c: Commitment, parties: ReadonlyMap<string, Party>, people: ReadonlyMap<string, Person>): NewCommitment {
  const party = (id: string): string => parties.get(id)?.name ?? id;
  const { kind, edtf, certainty, phrase, phraseLang, duration, trigger, recurrence } = c.target;
  const target = { kind, edtf, certainty, phrase, lang: phraseLang, duration, trigger, recurrence };
  return {
    title: c.title,
    kind: c.kind,
    publish: true,
    statement: c.statement,
    promisor: party(c.promisor),
    beneficiaries: c.beneficiaries.map(party),
    topics: c.topics,
    measure: c.measure,
    owner: c.owner === null ? null : (people.get(c.owner)?.email ?? null),
    target: Object.fromEntries(Object.entries(target).filter(([, value]) => value !== null)) as NewCommitment['target'],
    condition: c.condition?.text ?? null,
    parent: null,
    supersedes: null,
    externalId: c.externalId ?? c.ref,
  };
}
