/**
 * The service lived through a storm: several processes on one database, killed, stopped and woken again, commits that fail or
 * whose answer is lost, a mail server that misbehaves at every stage, clocks that disagree. One seed makes one run.
 */
import type { INestApplicationContext } from '@nestjs/common';
import { openServices } from '../../boot.js';
import { seededChance, type Chance } from '../../chance.js';
import type { Clock } from '../../clock.js';
import { Refusal } from '../../domain/refusal.js';
import { addMs } from '../../domain/time.js';
import type { Poster } from '../../outgoing/poster.js';
import { AuditService } from '../../services/audit.service.js';
import { DeliveryService } from '../../services/delivery.service.js';
import { EngineService } from '../../services/engine.service.js';
import { Policies } from '../../services/policies.js';
import { VerificationService } from '../../services/verification.service.js';
import { liveUntil } from '../virtual-life.js';
import type { Course, Voyage } from './course.js';
import { calm, oneOf, roll, SimulatedFault, storm, weighted, type Weather } from './fault.js';
import { faultyDatabase, type Sea } from './faulty-database.js';
import { brokenIn } from './invariants.js';
import { SimulatedServer } from './simulated-server.js';
import { isPaused, Turns, type Process } from './turns.js';
import { Witness } from './witness.js';

/** Webhooks are none of the engine's work, and a simulation tells nobody. */
const nowhere: Poster = {
  refusal: () => 'A simulation sends nothing.',
  post: () => Promise.reject(new Error('a simulation sends nothing')),
};

interface Engine extends Process {
  app: INestApplicationContext;
}

const minuteMs = 60_000;
/** After the storm: longer than every back-off, lease and wait. */
const calmMs = 2 * 24 * 3_600_000;

export async function sail(course: Course): Promise<Voyage> {
  return (await Simulation.of(course)).run();
}

class Simulation {
  private readonly turns = new Turns();
  private readonly trace: string[] = [];
  private readonly server: SimulatedServer;
  private readonly sea: Sea;
  private readonly checkpoints: { size: number; root: string }[] = [];
  private readonly engines: Engine[] = [];
  private desk: Engine | null = null;
  private weather: Weather;
  private started = 0;

  private constructor(
    private readonly course: Course,
    private readonly chance: Chance,
    private readonly witness: Witness,
  ) {
    this.weather = course.weather ?? storm;
    const weather = (): Weather => this.weather;
    this.server = new SimulatedServer(chance, weather, () => course.clock.now(), course.isDead ?? (() => false));
    this.sea = { turns: this.turns, chance, weather, witness };
  }

  static async of(course: Course): Promise<Simulation> {
    return new Simulation(course, seededChance(course.seed), await Witness.of(course.database, course.settings));
  }

  async run(): Promise<Voyage> {
    const { clock, until, engines = 2, life, database } = this.course;
    const { size: sizeBefore } = await database.extent();
    for (let i = 0; i < engines; i++) this.engines.push(await this.start('engine'));
    if (life !== undefined) this.desk = await this.start('desk');
    while (clock.now() < until) await this.step();
    const last = await this.calmDown();
    await liveUntil(last.app, clock, addMs(clock.now(), calmMs));
    const broken = await brokenIn({
      ...this.course,
      witness: this.witness,
      accepted: this.server.accepted,
      checkpoints: this.checkpoints,
      sizeBefore,
      now: clock.now(),
      policies: last.app.get(Policies),
      audit: last.app.get(AuditService),
      verification: last.app.get(VerificationService),
    });
    return { broken, trace: this.trace, accepted: this.server.accepted };
  }

  private async step(): Promise<void> {
    const { kill, pause } = this.weather;
    const what = weighted(this.chance, {
      call: 60,
      tick: 14,
      life: this.desk === null ? 0 : 7,
      clock: 8,
      checkpoint: 1,
      kill: kill * 100,
      pause: pause * 100,
    });
    if (what === 'call') await this.letOneGo();
    else if (what === 'tick') await this.tick();
    else if (what === 'life') await this.act();
    else if (what === 'clock') await this.passTime();
    else if (what === 'checkpoint') await this.keepCheckpoint();
    else if (what === 'kill') await this.kill(oneOf(this.chance, this.processes()));
    else this.pause(oneOf(this.chance, this.processes()));
  }

  private async letOneGo(): Promise<void> {
    const ready = this.turns.ready(this.course.clock.now());
    if (ready.length === 0) return;
    const one = oneOf(this.chance, ready);
    await this.turns.letGo(one);
    this.note(`${one.process.name} ${one.what}`);
  }

  private async tick(): Promise<void> {
    const idle = this.engines.filter((engine) => !engine.busy && !isPaused(engine, this.course.clock.now()));
    if (idle.length === 0) return;
    const engine = oneOf(this.chance, idle);
    await this.begin(engine, () => engine.app.get(EngineService).tick());
  }

  private async act(): Promise<void> {
    const { desk } = this;
    const { life } = this.course;
    if (desk === null || life === undefined || desk.busy || isPaused(desk, this.course.clock.now())) return;
    await this.begin(desk, () => life(desk.app));
  }

  /** Starts something in a process, up to the first call that must wait for its turn. */
  private async begin(process: Process, work: () => Promise<unknown>): Promise<void> {
    process.busy = true;
    void work()
      .catch((error: unknown) => {
        if (!(error instanceof SimulatedFault || error instanceof Refusal))
          this.witness.broken.push(`${process.name} failed: ${String(error)}`);
      })
      .finally(() => (process.busy = false));
    await this.turns.rest(process);
    this.note(`${process.name} begins`);
  }

  private async passTime(): Promise<void> {
    const { clock, until } = this.course;
    const now = clock.now();
    const soon = this.turns.nextReadyAt();
    const wake = (await this.engines[0]?.app.get(EngineService).nextWakeAt()) ?? null;
    const inADay = addMs(now, 24 * 60 * minuteMs);
    const how = weighted(this.chance, { seconds: 3, minutes: 4, answer: 3, wake: 6, hours: 2, days: 0.1 });
    const to = {
      seconds: addMs(now, 1000 * (1 + roll(this.chance, 60))),
      minutes: addMs(now, minuteMs * (1 + roll(this.chance, 40))),
      answer: soon ?? now,
      wake: addMs(wake === null || wake > inADay ? inADay : wake, 1000 * roll(this.chance, 90)),
      hours: addMs(now, 60 * minuteMs * (1 + roll(this.chance, 9))),
      days: addMs(now, 24 * 60 * minuteMs * (1 + roll(this.chance, 3))),
    }[how];
    if (to <= now) return;
    clock.advanceTo(to < until ? to : until);
    this.note('time');
  }

  private async keepCheckpoint(): Promise<void> {
    const { size, root } = await this.engines[0]!.app.get(AuditService).checkpoint();
    if (size > 0) this.checkpoints.push({ size, root });
  }

  /** Kills a process, wherever it is, and starts another in its place. */
  private async kill(process: Engine): Promise<void> {
    this.turns.kill(process);
    this.note(`${process.name} is killed`);
    const role = process === this.desk ? 'desk' : 'engine';
    const next = await this.start(role);
    if (role === 'desk') this.desk = next;
    else this.engines.splice(this.engines.indexOf(process), 1, next);
    // As at a start: what stopped the sender may have been put right.
    if (role === 'engine') await this.begin(next, () => next.app.get(DeliveryService).resumeSender());
  }

  private pause(process: Process): void {
    process.pausedUntil = addMs(this.course.clock.now(), minuteMs * (1 + roll(this.chance, 50)));
    this.note(`${process.name} is stopped until ${process.pausedUntil}`);
  }

  private async start(role: 'engine' | 'desk'): Promise<Engine> {
    const { database, settings, skewMs = 0, clock, defect } = this.course;
    const process: Process = { name: `${role} ${++this.started}`, alive: true, pausedUntil: null, busy: false, out: 0 };
    const own = skewed(clock, Math.round(skewMs * (2 * this.chance.fraction() - 1)));
    const faulty = faultyDatabase(database, process, this.sea, role === 'engine' ? defect?.lens?.(own, database) : undefined);
    const mailer = this.server.mailerOf(process, this.turns);
    const app = await openServices({ database: faulty, clock: own, mailer: defect?.mailer?.(mailer) ?? mailer, poster: nowhere, settings });
    if (role === 'engine') defect?.services?.(app, faulty);
    return Object.assign(process, { app });
  }

  /** The sea goes calm: who was stopped goes on, whatever waited comes to its end, and one fresh process lives on. */
  private async calmDown(): Promise<Engine> {
    const { clock } = this.course;
    this.weather = calm;
    for (const process of this.processes()) process.pausedUntil = null;
    for (;;) {
      const [next] = this.turns.ready(clock.now());
      const soon = this.turns.nextReadyAt();
      if (next !== undefined) await this.turns.letGo(next);
      else if (soon !== null) clock.advanceTo(soon);
      else break;
    }
    this.turns.end();
    const last = await this.start('engine');
    await last.app.get(DeliveryService).resumeSender();
    return last;
  }

  private processes(): Engine[] {
    return this.desk === null ? this.engines : [...this.engines, this.desk];
  }

  private note(what: string): void {
    const said = this.server.conversations.splice(0);
    this.trace.push(`${this.course.clock.now()} ${what}${said.length === 0 ? '' : `: ${said.join('; ')}`}`);
  }
}

function skewed(clock: Clock, byMs: number): Clock {
  return { now: () => addMs(clock.now(), byMs), monotonicMs: () => clock.monotonicMs(), followsSystem: false };
}
