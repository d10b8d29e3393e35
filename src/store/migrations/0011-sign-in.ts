/** Sessions, links to sign in by, passwords, and how much of what may be tried was tried. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dialectOf, each, noWayBack } from './dialect.js';

export class SignIn1700000000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { text, end } = dialectOf(runner);
    await each(runner, [
      `CREATE TABLE session (
        hash ${text} PRIMARY KEY, person ${text} NOT NULL REFERENCES person (id), way ${text} NOT NULL, "openedAt" ${text} NOT NULL,
        "seenAt" ${text} NOT NULL, "endsAt" ${text} NOT NULL) ${end}`,
      `CREATE INDEX session_person ON session (person)`,
      `CREATE INDEX session_ends ON session ("endsAt")`,
      `CREATE TABLE sign_in_link (hash ${text} PRIMARY KEY, person ${text} REFERENCES person (id), "madeAt" ${text} NOT NULL, "endsAt" ${text} NOT NULL) ${end}`,
      `CREATE INDEX sign_in_link_ends ON sign_in_link ("endsAt")`,
      `CREATE TABLE password (person ${text} PRIMARY KEY REFERENCES person (id), hash ${text} NOT NULL, "setAt" ${text} NOT NULL) ${end}`,
      `CREATE TABLE allowance (key ${text} PRIMARY KEY, "fullAt" ${text} NOT NULL) ${end}`,
      `CREATE INDEX allowance_full ON allowance ("fullAt")`,
    ]);
  }

  down = noWayBack;
}
