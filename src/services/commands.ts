/** How every change runs: in one transaction, with its first answer kept so that repeating it has no second effect. */
import { Injectable } from '@nestjs/common';
import type { Chance } from '../chance.js';
import type { Role } from '../domain/people.js';
import { Refusal } from '../domain/refusal.js';
import type { Commitment } from '../domain/commitment.js';
import { answerTo, forgetAnswers, isSpent, keepAnswer } from '../store/access.store.js';
import { Database, type Tx } from '../store/database.js';
import { addMs } from '../domain/time.js';

/** Who acts, and under which terms. */
export interface Caller {
  /** A person's id, or `system`. */
  actor: string;
  role: Role | null;
  /** From Idempotency-Key: the key, and what the request was. */
  idempotency?: { key: string; fingerprint: string };
  /** From If-Match: the version that the caller saw. Undefined where none is asked for. */
  ifMatch?: number;
}

export const system: Caller = { actor: 'system', role: null };

/** Answers are kept for a week, about as long as a client retries; after that the key is refused. */
const answersKeptMs = 7 * 24 * 3_600_000;

@Injectable()
export class Commands {
  constructor(private readonly database: Database) {}

  /** Runs `work` in a write. A repeated Idempotency-Key gets the first answer for a week; afterwards, and for another request, it is refused. */
  run<T>(caller: Caller, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.write(async (tx) => {
      const { idempotency } = caller;
      if (idempotency === undefined) return work(tx);
      const first = await answerTo(tx, idempotency.key, caller.actor);
      if (first !== null) {
        if (first.fingerprint === idempotency.fingerprint) return first.answer as T;
        throw new Refusal('idempotency_key_reused', 'This Idempotency-Key was used for another request; take a new one for each change.');
      }
      if (await isSpent(tx, { key: idempotency.key, person: caller.actor }))
        throw new Refusal(
          'idempotency_key_reused',
          'This was done over a week ago, with this Idempotency-Key; its answer is no longer kept.',
        );
      const answer = await work(tx);
      await forgetAnswers(tx, addMs(tx.now, -answersKeptMs));
      await keepAnswer(tx, {
        key: idempotency.key,
        person: caller.actor,
        fingerprint: idempotency.fingerprint,
        answer,
        answeredAt: tx.now,
      });
      return answer;
    });
  }
}

/** Refuses a change by somebody who has not seen the latest version. */
export function assertCurrent(commitment: Commitment, caller: Caller): void {
  if (caller.ifMatch !== undefined && caller.ifMatch !== commitment.version)
    throw new Refusal(
      'precondition_failed',
      `${commitment.ref} is at version ${commitment.version}, not ${caller.ifMatch}: somebody changed it since you read it.`,
      {
        extra: { version: commitment.version },
      },
    );
}

/** A random id: tells nothing about what it names, or when it was made. */
export function newId({ chance }: { chance: Chance }): string {
  return chance.bytes(12).toString('base64url');
}
