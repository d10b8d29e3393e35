/** How people get in: none of it is part of the register's history, and no secret is kept but as its hash. */
import type { Instant } from '../domain/time.js';
import { key, table, text, textOrNull } from './columns.js';

export const waysIn = ['link', 'password', 'provider'] as const;

export interface Session {
  hash: string;
  person: string;
  /** How it was opened. */
  way: (typeof waysIn)[number];
  openedAt: Instant;
  /** Not of every request: it may lag behind by some minutes. */
  seenAt: Instant;
  /** When it is over however much it is used. */
  endsAt: Instant;
}

/** A link that opens one session. */
export interface SignInLink {
  hash: string;
  /** Null: for the first administrator of an empty register, who says who they are. */
  person: string | null;
  madeAt: Instant;
  endsAt: Instant;
}

export interface Password {
  person: string;
  /** With its parameters and salt (PHC string). */
  hash: string;
  setAt: Instant;
}

/** How much somebody may still try of something that is limited. */
export interface Allowance {
  /** What is limited and for whom, hashed: what was typed may be nobody's address, or a secret. */
  key: string;
  /** When all of it is there again; see `takeFrom`. */
  fullAt: Instant;
}

export const sessionTable = table<Session>('session', {
  hash: key(text),
  person: text,
  way: text,
  openedAt: text,
  seenAt: text,
  endsAt: text,
});
export const signInLinkTable = table<SignInLink>('sign_in_link', { hash: key(text), person: textOrNull, madeAt: text, endsAt: text });
export const passwordTable = table<Password>('password', { person: key(text), hash: text, setAt: text });
export const allowanceTable = table<Allowance>('allowance', { key: key(text), fullAt: text });
