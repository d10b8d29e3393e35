/** Whether everything is in order: for /health and `doctor`. */
import { Injectable } from '@nestjs/common';
import { Database, type DatabaseHealth } from '../store/database.js';
import { sqlitePragmas } from '../store/drivers.js';
import { migrations } from '../store/migrations/index.js';
import type { LooseEnds } from '../domain/conservation.js';
import type { Hold, HoldCause } from '../domain/holds.js';
import type { Instant } from '../domain/time.js';
import { AuditService } from './audit.service.js';
import { EngineService } from './engine.service.js';
import { holdsOf } from './holds.js';

/** Each hold as a fault, with what lets it go. */
const holding: Record<HoldCause, string> = {
  paused: 'the sender is paused (pledgebook sender resume)',
  refused: 'the mail server refuses us and nothing is sent (put the settings right and start again, or pledgebook sender resume)',
  clock: 'the clock jumped and nothing is queued until it has run evenly for ten minutes (pledgebook sender clock)',
  restored: 'a restored database was noticed, and what fell due before that waits (pledgebook sender restored)',
};

export interface Diagnosis {
  ready: boolean;
  database: DatabaseHealth;
  lastTickAt: Instant | null;
  conservation: LooseEnds;
  /** What mail waits for, and whose word ends it. */
  holds: Hold[];
  /** What is wrong, in words; empty when all is well. */
  faults: string[];
}

@Injectable()
export class DiagnosisService {
  constructor(
    private readonly database: Database,
    private readonly engine: EngineService,
    private readonly audit: AuditService,
  ) {}

  async examine(): Promise<Diagnosis> {
    const database = await this.database.health();
    const conservation = await this.audit.looseEnds();
    const holds = await holdsOf(this.database.read);
    const faults = [
      ...Object.entries(database.pragmas).flatMap(([name, found]) =>
        found === sqlitePragmas[name as keyof typeof sqlitePragmas] ? [] : [`PRAGMA ${name} is ${found}`],
      ),
      ...(database.migrations === migrations.length ? [] : [`${database.migrations} of ${migrations.length} migrations have run`]),
      ...(conservation.unaccounted === 0 ? [] : [`${conservation.unaccounted} reminders are unaccounted for`]),
      ...holds.map(({ cause, since, detail }) => `${holding[cause]} since ${since}: ${detail}`),
    ];
    return { ready: faults.length === 0, database, lastTickAt: await this.engine.lastTickAt(), conservation, holds, faults };
  }
}
