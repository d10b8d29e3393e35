/** Whether everything is in order: for /health and `doctor`. */
import { Injectable } from '@nestjs/common';
import { Database, type DatabaseHealth } from '../store/database.js';
import { sqlitePragmas } from '../store/drivers.js';
import { migrations } from '../store/migrations/index.js';
import type { LooseEnds } from '../domain/conservation.js';
import type { Instant } from '../domain/time.js';
import { AuditService } from './audit.service.js';
import { DeliveryService, type SenderStopped } from './delivery.service.js';
import { EngineService } from './engine.service.js';

export interface Diagnosis {
  ready: boolean;
  database: DatabaseHealth;
  lastTickAt: Instant | null;
  conservation: LooseEnds;
  senderStopped: SenderStopped | null;
  /** What is wrong, in words; empty when all is well. */
  faults: string[];
}

@Injectable()
export class DiagnosisService {
  constructor(
    private readonly database: Database,
    private readonly engine: EngineService,
    private readonly audit: AuditService,
    private readonly delivery: DeliveryService,
  ) {}

  async examine(): Promise<Diagnosis> {
    const database = await this.database.health();
    const conservation = await this.audit.looseEnds();
    const senderStopped = await this.delivery.senderStopped();
    const faults = [
      ...Object.entries(database.pragmas).flatMap(([name, found]) =>
        found === sqlitePragmas[name as keyof typeof sqlitePragmas] ? [] : [`PRAGMA ${name} is ${found}`],
      ),
      ...(database.migrations === migrations.length ? [] : [`${database.migrations} of ${migrations.length} migrations have run`]),
      ...(conservation.unaccounted === 0 ? [] : [`${conservation.unaccounted} reminders are unaccounted for`]),
      ...(senderStopped === null ? [] : [`sending stopped on ${senderStopped.since}: ${senderStopped.reply}`]),
    ];
    return { ready: faults.length === 0, database, lastTickAt: await this.engine.lastTickAt(), conservation, senderStopped, faults };
  }
}
