/**
 * Watches that no write is begun inside another: it would wait for the one it is part of, for ever. Watched in tests alone,
 * since in Node 20 a context that follows promises slows every promise of the process; registering took a tenth longer.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database } from '../../src/store/database.js';

export function refuseNestedWrites(database: Database): void {
  const inside = new AsyncLocalStorage<boolean>();
  const write = database.write.bind(database);
  database.write = (work) => {
    if (inside.getStore() === true) throw new Error('a write inside a write would wait for itself: pass tx on instead');
    return write((tx) => inside.run(true, () => work(tx)));
  };
}
