/** How often what may be tried, by whom: kept in the database, so that neither a restart nor a second instance gives more. */
import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { takeFrom, type RateLimit } from '../domain/rate-limit.js';
import { Refusal } from '../domain/refusal.js';
import type { Instant } from '../domain/time.js';
import { Database, type Reader } from '../store/database.js';
import { allowanceOf, putAllowance } from '../store/sign-in.store.js';
import { SETTINGS, type Settings } from './settings.js';

const minuteMs = 60_000;

/** Per address that is tried, and per network that tries: many people may sit behind one. */
const limits = {
  link: { address: { times: 5, withinMs: 60 * minuteMs }, network: { times: 40, withinMs: 60 * minuteMs } },
  password: { address: { times: 10, withinMs: 15 * minuteMs }, network: { times: 60, withinMs: 15 * minuteMs } },
  provider: { address: null, network: { times: 60, withinMs: 15 * minuteMs } },
} as const satisfies Record<string, Record<'address' | 'network', RateLimit | null>>;

export type Limited = keyof typeof limits;

@Injectable()
export class Allowances {
  constructor(
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Takes one try of what is limited, or refuses it: the same for every address, whether anybody has it or not. */
  async take(what: Limited, { network, address = '' }: { network: string; address?: string }): Promise<void> {
    const { network: perNetwork, address: perAddress } = limits[what];
    const tries = [
      { limit: perNetwork, key: this.keyOf(what, 'network', network) },
      ...(perAddress === null ? [] : [{ limit: perAddress, key: this.keyOf(what, 'address', address.toLowerCase()) }]),
    ];
    // Seen first without a write: a flood of what is refused anyway must not hold up those who have something to record.
    const now = await this.database.now();
    for (const { limit, key } of tries) await taken(this.database.read, limit, key, now);
    await this.database.write(async (tx) => {
      for (const { limit, key } of tries) {
        const fullAt = await taken(tx.manager, limit, key, tx.now);
        await putAllowance(tx, { key, fullAt });
      }
    });
  }

  private keyOf(what: Limited, of: 'address' | 'network', whose: string): string {
    return createHmac('sha256', this.settings.linkSecret).update(`allowance\n${what}\n${of}\n${whose}`).digest('base64url');
  }
}

async function taken(on: Reader, limit: RateLimit, key: string, now: Instant): Promise<Instant> {
  const result = takeFrom(limit, (await allowanceOf(on, key))?.fullAt ?? null, now);
  if ('fullAt' in result) return result.fullAt;
  const seconds = Math.ceil(result.waitMs / 1000);
  throw new Refusal('too_many_tries', `That was tried too often. Try again in ${seconds} seconds.`, {
    extra: { retryAfterSeconds: seconds },
  });
}
