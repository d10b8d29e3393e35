/** Lives through time on a virtual clock: the engine is woken whenever it would find something to do, as a ticker would. */
import type { INestApplicationContext } from '@nestjs/common';
import type { VirtualClock } from '../clock.js';
import { addMs, fromMs, toMs, type Instant } from '../domain/time.js';
import { EngineService } from '../services/engine.service.js';

/** Wakes the engine at each step of the clock at which something is due, up to and including `until`. */
export async function liveUntil(app: INestApplicationContext, clock: VirtualClock, until: Instant, stepMs = 60_000): Promise<void> {
  const engine = app.get(EngineService);
  for (let wakeAt = await engine.nextWakeAt(), woken = ''; wakeAt !== null && wakeAt <= until; wakeAt = await engine.nextWakeAt()) {
    // What a pass left undone waits for the next step: time goes on, or this would never end.
    const at = wakeAt > woken ? onStep(wakeAt, stepMs) : addMs(woken, stepMs);
    if (at > until) break;
    if (at > clock.now()) clock.advanceTo(at);
    woken = clock.now();
    await engine.tick();
  }
  clock.advanceTo(until);
  await engine.tick();
}

/** The first step of a ticker at or after an instant. */
function onStep(at: Instant, stepMs: number): Instant {
  return fromMs(Math.ceil(toMs(at) / stepMs) * stepMs);
}
