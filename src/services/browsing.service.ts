/** What the register's list shows beside the commitments: choices to narrow it by, next alerts, and each reader's saved views. */
import { Injectable } from '@nestjs/common';
import type { Party, Person } from '../domain/people.js';
import { Refusal } from '../domain/refusal.js';
import { mostSavedViews, savedViewSchema, type SavedView } from '../domain/saved-view.js';
import type { Instant } from '../domain/time.js';
import { Database } from '../store/database.js';
import {
  deleteSavedView,
  firstParties,
  nextReminders,
  partyCalled,
  peopleWorkingHere,
  putSavedView,
  savedViewsOf,
} from '../store/reading.store.js';
import { newId } from './commands.js';

/** More names than this help nobody who is choosing one, and make the page long. */
const partiesOffered = 200;

@Injectable()
export class BrowsingService {
  constructor(private readonly database: Database) {}

  /** Who may be asked for: everybody who works here, and the first of the parties. */
  async choices(): Promise<{ people: Person[]; parties: Party[] }> {
    const on = this.database.read;
    return { people: await peopleWorkingHere(on), parties: await firstParties(on, partiesOffered) };
  }

  partyCalled(called: string): Promise<Party | null> {
    return partyCalled(this.database.read, called);
  }

  nextAlerts(refs: readonly string[]): Promise<Map<string, Instant>> {
    return nextReminders(this.database.read, refs);
  }

  savedViews(person: string): Promise<SavedView[]> {
    return savedViewsOf(this.database.read, person);
  }

  /** Keeps a view; one of the same name takes the place of the former. */
  save(person: string, name: string, query: string): Promise<void> {
    return this.database.write(async (tx) => {
      const wanted = savedViewSchema.pick({ name: true, query: true }).safeParse({ name, query });
      if (!wanted.success) throw new Refusal('invalid_input', 'A view needs a name of at most 60 characters.', { pointer: '/name' });
      const views = await savedViewsOf(tx.manager, person);
      const former = views.find((view) => view.name === wanted.data.name);
      if (former === undefined && views.length >= mostSavedViews)
        throw new Refusal('not_allowed_now', `Nobody keeps more than ${mostSavedViews} views.`, { pointer: '/views' });
      await putSavedView(tx, { id: former?.id ?? newId(tx), person, ...wanted.data, savedAt: tx.now });
    });
  }

  /** Taking away what is gone already changes nothing; another's is left alone. */
  async remove(person: string, id: string): Promise<void> {
    await this.database.write((tx) => deleteSavedView(tx, { id, person }));
  }
}
