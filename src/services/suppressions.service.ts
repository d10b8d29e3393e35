/** The list of addresses that nothing is sent to: read, added to by hand, and lifted by whoever says why. */
import { Inject, Injectable } from '@nestjs/common';
import { Refusal } from '../domain/refusal.js';
import type { Suppression, SuppressionChange } from '../domain/suppression.js';
import { dayIn } from '../domain/time.js';
import { deleteSuppression, forgiveBounces, suppressedAddresses, suppressionOf } from '../store/bounces.store.js';
import { Database } from '../store/database.js';
import { lostOwners, type LostOwner } from '../store/owners.store.js';
import { personByEmail } from '../store/people.store.js';
import { record } from '../store/register.store.js';
import { Commands, type Caller } from './commands.js';
import type { Page } from './people.service.js';
import { SETTINGS, type Settings } from './settings.js';
import { suppress } from './suppressions.js';

@Injectable()
export class SuppressionsService {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async page({ after = '', limit }: { after?: string | undefined; limit: number }): Promise<Page<Suppression>> {
    const { rows, total } = await suppressedAddresses(this.database.read, { after, limit: limit + 1 });
    const items = rows.slice(0, limit);
    return { items, total, next: rows.length > limit ? (items.at(-1)?.address ?? null) : null };
  }

  add(caller: Caller, { address, reason }: SuppressionChange): Promise<Suppression> {
    return this.commands.run(caller, async (tx) => {
      const added = await suppress(tx, { address, cause: 'by_hand', reason, by: caller.actor }, dayIn(this.settings.zone, tx.now));
      const row = await suppressionOf(tx.manager, address);
      if (!added || row === null) throw new Refusal('duplicate', 'This address is on the list already.', { pointer: '/address' });
      return row;
    });
  }

  /** The address works after all: mail goes there again, and what it had against it so far counts no more. */
  lift(caller: Caller, { address, reason }: SuppressionChange): Promise<Suppression> {
    return this.commands.run(caller, async (tx) => {
      const row = await suppressionOf(tx.manager, address);
      if (row === null) throw new Refusal('not_found', 'This address is not on the list.');
      await deleteSuppression(tx, address);
      await forgiveBounces(tx, address);
      const person = (await personByEmail(tx.manager, address))?.id ?? null;
      const said = { commitment: null, actor: caller.actor, about: person, reason };
      await record(tx, { type: 'address.lifted', ...said, payload: { person, address } }, dayIn(this.settings.zone, tx.now));
      return row;
    });
  }

  /** Owners of commitments that are still awaited, whom no mail reaches. */
  lostOwners(): Promise<LostOwner[]> {
    return lostOwners(this.database.read);
  }
}
