/** What a simulation is given and what it gives back. */
import type { INestApplicationContext } from '@nestjs/common';
import type { Clock, VirtualClock } from '../../clock.js';
import type { Instant } from '../../domain/time.js';
import type { Mailer } from '../../mail/mailer.js';
import type { Settings } from '../../services/settings.js';
import type { Database } from '../../store/database.js';
import type { Weather } from './fault.js';
import type { Lens } from './faulty-database.js';
import type { Accepted } from './simulated-server.js';

/** Something that people do beside it, on the services of a process of their own. May refuse, and may fail as the database does. */
export type Life = (desk: INestApplicationContext) => Promise<unknown>;

/** A defect to be found out: what one process sees otherwise than it is. */
export interface Defect {
  lens?: (clock: Clock, database: Database) => Lens;
  mailer?: (mailer: Mailer) => Mailer;
  services?: (app: INestApplicationContext, database: Database) => void;
}

export interface Course {
  seed: number;
  database: Database;
  clock: VirtualClock;
  settings: Settings;
  until: Instant;
  engines?: number;
  weather?: Weather;
  /** How far an engine's own clock may be off, either way. */
  skewMs?: number;
  isDead?: (address: string) => boolean;
  life?: Life;
  defect?: Defect;
}

export interface Voyage {
  /** What does not hold, in words. */
  broken: string[];
  /** What happened, a line each: two runs of one seed have the same. */
  trace: string[];
  accepted: readonly Accepted[];
}
