/** Sessions, links to sign in by, passwords, and allowances. */
import { IsNull, LessThanOrEqual, Not, type EntityManager } from 'typeorm';
import type { Tx } from './database.js';
import { deleteRows, findRow, insertRows, putRows, updateRows } from './rows.js';
import {
  allowanceTable,
  passwordTable,
  sessionTable,
  signInLinkTable,
  type Allowance,
  type Password,
  type Session,
  type SignInLink,
} from './sign-in.tables.js';

export function sessionByHash(on: EntityManager, hash: string): Promise<Session | null> {
  return findRow(on, sessionTable, { hash });
}

/** Keeps a new session; those that are over go with it. */
export async function insertSession(tx: Tx, session: Session): Promise<void> {
  await deleteRows(tx, sessionTable, { endsAt: LessThanOrEqual(tx.now) });
  await insertRows(tx, sessionTable, [session]);
}

export async function markSeen(tx: Tx, hash: string): Promise<void> {
  await updateRows(tx, sessionTable, { hash }, { seenAt: tx.now });
}

export async function endSession(tx: Tx, hash: string): Promise<void> {
  await deleteRows(tx, sessionTable, { hash });
}

/** Ends all sessions of a person, or all but one. */
export async function endSessionsOf(tx: Tx, person: string, but: string | null = null): Promise<void> {
  await deleteRows(tx, sessionTable, { person, ...(but === null ? {} : { hash: Not(but) }) });
}

/** Whatever a person could get in by: their sessions, the links they were sent, and their password. */
export async function shutOut(tx: Tx, person: string): Promise<void> {
  await endSessionsOf(tx, person);
  await endLinksOf(tx, person);
  await deleteRows(tx, passwordTable, { person });
}

export function linkByHash(on: EntityManager, hash: string): Promise<SignInLink | null> {
  return findRow(on, signInLinkTable, { hash });
}

/** Keeps a new link; those that are over go with it. */
export async function insertLink(tx: Tx, link: SignInLink): Promise<void> {
  await deleteRows(tx, signInLinkTable, { endsAt: LessThanOrEqual(tx.now) });
  await insertRows(tx, signInLinkTable, [link]);
}

/** Takes a link out of use; false where another was faster. */
export async function takeLink(tx: Tx, hash: string): Promise<boolean> {
  return (await deleteRows(tx, signInLinkTable, { hash })) === 1;
}

export async function endLinksOf(tx: Tx, person: string | null): Promise<void> {
  await deleteRows(tx, signInLinkTable, { person: person ?? IsNull() });
}

export function passwordOf(on: EntityManager, person: string): Promise<Password | null> {
  return findRow(on, passwordTable, { person });
}

export function putPassword(tx: Tx, password: Password): Promise<void> {
  return putRows(tx, passwordTable, [password]);
}

export function allowanceOf(on: EntityManager, key: string): Promise<Allowance | null> {
  return findRow(on, allowanceTable, { key });
}

/** Keeps what is left; allowances that are whole again are forgotten. */
export async function putAllowance(tx: Tx, allowance: Allowance): Promise<void> {
  await deleteRows(tx, allowanceTable, { fullAt: LessThanOrEqual(tx.now) });
  await putRows(tx, allowanceTable, [allowance]);
}
