/**
 * Putting a backup back. What it must not do unsaid: begin a second history beside one that others hold a checkpoint of
 * (a fork), or forget events that were recorded after the backup (a rollback).
 */
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Clock } from '../clock.js';
import { keysLeadingTo } from '../domain/log/key-chain.js';
import { rootOf } from '../domain/log/merkle.js';
import { openCheckpoint, verifierKeyOf } from '../domain/log/note.js';
import { Refusal } from '../domain/refusal.js';
import { dayIn } from '../domain/time.js';
import { Database, type Reader } from '../store/database.js';
import { mergeErased } from '../store/erased.js';
import { readHighWater, writeHighWater } from '../store/high-water.js';
import { readFrontier, readHead, rotationsIn } from '../store/log.store.js';
import { logKeysIn } from '../store/log-keys.js';
import { remembered } from '../store/outbox.store.js';
import { record } from '../store/register.store.js';
import { assertUnused, removeFile } from '../store/sqlite-file.js';
import { checkpointFile, copyIfThere, filesBeside, foldersBeside, readBackup, registerFile, type Manifest } from './backup.js';
import { readNote } from './export-signatures.js';
import { generationsNote, passesNote } from './high-water.service.js';
import { LogWalk } from './log-walk.js';

export interface Restoring {
  /** The backup's folder. */
  from: string;
  /** The database's file, and where what belongs to it lies. */
  path: string;
  dataDir: string;
  zone: string;
  clock: Clock;
  /** A checkpoint from elsewhere that the log must not fall behind. */
  checkpoint: string | null;
  /** A person's word that events recorded since the backup may be lost. */
  acceptRollback: boolean;
}

/** Something that says how far this log had come. */
interface Witness {
  what: string;
  size: number;
  root: string;
}

/**
 * Makes a checked copy beside the place where it will be, and puts keys and files that are missing where they belong;
 * answers its path. The register that is there stays as it is.
 */
export async function stage(wanted: Restoring): Promise<{ staged: string; manifest: Manifest; lost: number }> {
  const { from, path, dataDir, clock } = wanted;
  const manifest = await readBackup(from);
  assertUnused(path);
  const staged = `${path}.restoring`;
  await mkdir(dirname(path), { recursive: true });
  await mkdir(dataDir, { recursive: true });
  await removeFile(staged);
  await copyFile(join(from, registerFile), staged);
  const database = await Database.open({ kind: 'sqlite', path: staged }, clock);
  try {
    const walk = new LogWalk();
    await walk.goOn(database.read);
    if (walk.faults.length > 0) throw new Refusal('conflict', `The log in this backup is not in order: ${walk.faults[0]}`);
    const keys = await keysOf(database.read, wanted);
    const { root } = openCheckpoint(readNote(join(from, checkpointFile)), keys);
    if (root !== rootOf(walk.frontier))
      throw new Refusal('conflict', 'The log in this backup is not the one that its checkpoint was made of.');
    const lost = await assertNotBehind(database.read, await witnesses(database.read, wanted, keys), wanted);
    await takeAlong(database, wanted);
    await markAsRestored(database, wanted);
    return { staged, manifest, lost };
  } finally {
    await database.close();
  }
}

/** The verifier keys of the backup's log, and those of the same log that sign now. */
async function keysOf(on: Reader, { from, dataDir }: Restoring): Promise<string[]> {
  const backedUp = logKeysIn(from, '');
  const present = existsSync(join(dataDir, 'log.key')) ? logKeysIn(dataDir, '') : backedUp;
  if (present[0].name !== backedUp[0].name)
    throw new Refusal(
      'conflict',
      `This is a backup of ${backedUp[0].name}; the key in ${dataDir} is that of ${present[0].name}, another register.`,
    );
  const before = keysLeadingTo(verifierKeyOf(backedUp[0]), await rotationsIn(on));
  return [...new Set([...before, ...[...backedUp, ...present].map(verifierKeyOf)])];
}

async function witnesses(on: Reader, { path, dataDir, clock, checkpoint }: Restoring, keys: string[]): Promise<Witness[]> {
  const found: Witness[] = [];
  if (checkpoint !== null) found.push({ what: 'the checkpoint given', ...openCheckpoint(readNote(checkpoint), keys) });
  const [register = ''] = (await remembered<string[]>(on, generationsNote)) ?? [];
  const mark = await readHighWater(dataDir, register);
  if (mark !== null) found.push({ what: `the mark beside the database (${mark.at})`, ...mark });
  return [...found, ...(await presentDatabase(on, path, clock))];
}

/** One that cannot be read bears no witness: it may well be why a backup is put back. */
async function presentDatabase(on: Reader, path: string, clock: Clock): Promise<Witness[]> {
  if (!existsSync(path)) return [];
  const what = 'the database that is there now';
  let present: Database;
  try {
    present = await Database.open({ kind: 'sqlite', path }, clock);
  } catch {
    return [];
  }
  try {
    const head = await readHead(present.read);
    const { size } = await readHead(on);
    const upToHere = head.size > size ? [{ what, size, root: rootOf(await readFrontier(present.read, size)) }] : [];
    return [{ what, size: head.size, root: rootOf(head) }, ...upToHere];
  } catch {
    return [];
  } finally {
    await present.close();
  }
}

/** How many events are lost, by the furthest witness. */
async function assertNotBehind(on: Reader, witnessed: readonly Witness[], { acceptRollback }: Restoring): Promise<number> {
  const { size } = await readHead(on);
  for (const each of witnessed)
    if (each.size <= size && rootOf(await readFrontier(on, each.size)) !== each.root)
      throw new Refusal(
        'conflict',
        `A fork: the first ${each.size} events in this backup are not those of ${each.what}. Both cannot be the history of one register; whoever holds a checkpoint of the other would find this one rewritten. Nothing was changed.`,
      );
  const furthest = witnessed.reduce<Witness | null>((most, each) => (each.size > (most?.size ?? size) ? each : most), null);
  if (furthest === null) return 0;
  const lost = furthest.size - size;
  if (!acceptRollback)
    throw new Refusal(
      'conflict',
      `A rollback: this backup has ${size} events, ${furthest.what} is of ${furthest.size}. The last ${lost} would be lost, mails may go out that had gone out, and whoever holds a later checkpoint will see it. Nothing was changed; --accept-rollback goes on.`,
    );
  return lost;
}

/** Keys and files that are not there yet; what is there is kept, unless it is older. */
async function takeAlong(database: Database, { from, dataDir, zone }: Restoring): Promise<void> {
  const backedUp = verifierKeyOf(logKeysIn(from, '')[0]);
  await mergeErased(from, dataDir);
  const present = existsSync(join(dataDir, 'log.key')) ? verifierKeyOf(logKeysIn(dataDir, '')[0]) : null;
  const known = keysLeadingTo(backedUp, await rotationsIn(database.read));
  const older = present === null || known.includes(present);
  for (const name of filesBeside) {
    const isLogKey = name.startsWith('log.');
    if (isLogKey ? older : !existsSync(join(dataDir, name))) await copyIfThere(join(from, name), join(dataDir, name));
  }
  for (const name of foldersBeside)
    if (existsSync(join(from, name))) await cp(join(from, name), join(dataDir, name), { recursive: true, force: false });
  if (older || present === null) return;
  // The key was rotated since: its event is among those that are lost, and without it nobody could follow from one to the other.
  await database.write(async (tx) => {
    const payload = { from: backedUp, to: present };
    await record(tx, { type: 'key.rotated', commitment: null, actor: 'system', payload }, dayIn(zone, tx.now));
  });
}

/**
 * Where no mark is kept, as on a new machine, one is made that the copy is behind: what fell due since the backup then waits
 * for a person's word here too.
 */
async function markAsRestored(database: Database, { dataDir }: Restoring): Promise<void> {
  const on = database.read;
  const generations = await remembered<string[]>(on, generationsNote);
  const [register, generation] = [generations?.[0], generations?.at(-1)];
  if (register === undefined || generation === undefined || (await readHighWater(dataDir, register)) !== null) return;
  const head = await readHead(on);
  const passes = ((await remembered<number>(on, passesNote)) ?? 0) + 1;
  await writeHighWater(dataDir, register, { generation, size: head.size, root: rootOf(head), passes, at: await database.now() });
}
