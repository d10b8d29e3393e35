/** A process's connection to the database: each write waits its turn, and some fail before, at or after the commit. */
import type { Chance } from '../../chance.js';
import type { Database, Reader, Tx } from '../../store/database.js';
import { SimulatedFault, type Weather } from './fault.js';
import type { Process, Turns } from './turns.js';
import type { Witness } from './witness.js';

export interface Sea {
  turns: Turns;
  chance: Chance;
  weather: () => Weather;
  witness: Witness;
}

/** How a transaction is seen from within; a simulation of a defect hands on another. */
export type Lens = (tx: Tx) => Tx;

export function faultyDatabase(database: Database, process: Process, sea: Sea, lens: Lens = (tx) => tx): Database {
  const write = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    await sea.turns.wait(process, 'write');
    const outcome = await attempt(database, (tx) => work(lens(tx)), process, sea);
    process.out -= 1;
    // Between the commit and its answer a process may die too.
    await sea.turns.wait(process, 'written');
    process.out -= 1;
    if ('error' in outcome) throw outcome.error;
    return outcome.result;
  };
  return new Proxy(database, {
    get: (target, name) => {
      if (name === 'write') return write;
      if (name === 'read') return counting(target.read, process);
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member as (...given: unknown[]) => unknown).bind(target) : member;
    },
  });
}

/** Reads take no turn, but the process is not at rest before they are answered. */
function counting(read: Reader, process: Process): Reader {
  return new Proxy(read, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]) => {
        const answer: unknown = Reflect.apply(member, target, given);
        if (!(answer instanceof Promise)) return answer;
        process.out += 1;
        return answer.finally(() => (process.out -= 1));
      };
    },
  });
}

/** Never throws: the outcome waits for its turn. */
async function attempt<T>(
  database: Database,
  work: (tx: Tx) => Promise<T>,
  process: Process,
  { chance, weather, witness }: Sea,
): Promise<{ result: T } | { error: unknown }> {
  const { lostBefore, lostAtCommit, unknownCommit } = weather();
  const fate = chance.fraction();
  if (fate < lostBefore) return { error: new SimulatedFault('the connection was lost before the write') };
  try {
    let at = '';
    const result = await database.write(async (tx) => {
      at = tx.now;
      const done = await work(tx);
      if (fate < lostBefore + lostAtCommit) throw new SimulatedFault('the commit failed');
      return done;
    });
    await witness.seesCommit(process, at);
    if (fate < lostBefore + lostAtCommit + unknownCommit) return { error: new SimulatedFault('the answer to the commit was lost') };
    return { result };
  } catch (error) {
    return { error };
  }
}
