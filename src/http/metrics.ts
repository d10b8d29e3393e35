/** What is counted for `/metrics`, in the words of Prometheus. Routes and causes are the only labels: no address, no reference, no token. */
import { Injectable } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Gauge, Histogram, Registry } from 'prom-client';
import { holdCauses } from '../domain/holds.js';
import { toMs, type Instant } from '../domain/time.js';
import type { Diagnosis } from '../services/diagnosis.service.js';

@Injectable()
export class Metrics {
  readonly registry = new Registry();
  private readonly answered = new Histogram({
    name: 'pledgebook_http_request_seconds',
    help: 'How long requests took, by route',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.015, 0.04, 0.1, 0.3, 1, 3],
    registers: [this.registry],
  });
  private readonly ready = this.gauge('ready', '1 where the database, the log and the engine are in order');
  private readonly unaccounted = this.gauge('reminders_unaccounted', 'Reminders that nobody can say what became of; always 0');
  private readonly open = this.gauge('reminders_open', 'Reminders in mails that are queued or under way');
  private readonly oldestOpen = this.gauge('reminders_oldest_open_seconds', 'How long ago the first of them was due');
  private readonly lastTick = this.gauge('last_tick_age_seconds', 'How long ago the scheduler last passed');
  private readonly held = new Gauge({
    name: 'pledgebook_sender_held',
    help: '1 while mail waits for somebody’s word, by cause',
    labelNames: ['cause'] as const,
    registers: [this.registry],
  });

  /** Times every answer of a server. */
  watch(app: NestFastifyApplication): void {
    app
      .getHttpAdapter()
      .getInstance()
      .addHook('onResponse', (request, reply, done) => {
        const labels = { method: request.method, route: request.routeOptions.url ?? 'none', status: String(reply.statusCode) };
        this.answered.observe(labels, reply.elapsedTime / 1000);
        done();
      });
  }

  /** Everything as it is at `now`. */
  read({ ready, conservation, lastTickAt, holds }: Diagnosis, now: Instant): Promise<string> {
    const ageOf = (at: Instant | null): number => (at === null ? 0 : (toMs(now) - toMs(at)) / 1000);
    this.ready.set(ready ? 1 : 0);
    this.unaccounted.set(conservation.unaccounted);
    this.open.set(conservation.open);
    this.oldestOpen.set(ageOf(conservation.oldestOpen));
    // Where it never passed there is no age to tell, and a 0 would say that it just did.
    this.lastTick.set(lastTickAt === null ? NaN : ageOf(lastTickAt));
    for (const cause of holdCauses) this.held.set({ cause }, holds.some((hold) => hold.cause === cause) ? 1 : 0);
    return this.registry.metrics();
  }

  private gauge(name: string, help: string): Gauge {
    return new Gauge({ name: `pledgebook_${name}`, help, registers: [this.registry] });
  }
}
