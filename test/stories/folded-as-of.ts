/** The register as of a day the plain way: every event from the first, one after the other. What is faster is held against it. */
import { applyEvent, asOfCut, emptyRegister, type Register } from '../../src/domain/fold.js';
import type { Day } from '../../src/domain/time.js';
import { allEvents } from '../../src/store/log.store.js';
import type { TestApp } from '../support/app.js';

export async function foldedAsOf(app: TestApp, day: Day): Promise<{ index: number; register: Register }> {
  const register = emptyRegister();
  const cut = asOfCut(day, app.settings.zone);
  let index = 0;
  for await (const event of allEvents(app.database.read)) {
    if (event.recordedAt >= cut) break;
    if (event.validOn <= day) applyEvent(register, event);
    index = event.index + 1;
  }
  return { index, register };
}
