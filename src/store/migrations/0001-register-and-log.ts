/** The register's rows and the log that they follow from. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dialectOf, each, noWayBack } from './dialect.js';

export class RegisterAndLog1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { postgres, text, end } = dialectOf(runner);
    await each(runner, [
      `CREATE TABLE party (id ${text} PRIMARY KEY, name ${text} NOT NULL UNIQUE) ${end}`,
      `CREATE TABLE person (
        id ${text} PRIMARY KEY, email ${text} UNIQUE, name ${text}, locale ${text} NOT NULL, zone ${text} NOT NULL, "sendAt" ${text} NOT NULL,
        mode ${text} NOT NULL, weekday ${text} NOT NULL, role ${text}, "escalatesTo" ${text}, "addedAt" ${text} NOT NULL, "disabledAt" ${text}) ${end}`,
      `CREATE TABLE subscription (
        id ${text} PRIMARY KEY, person ${text} NOT NULL REFERENCES person (id), scope ${text} NOT NULL, subject ${text}, via ${text} NOT NULL,
        "requestedAt" ${text} NOT NULL, "confirmedAt" ${text}, "unsubscribedAt" ${text}) ${end}`,
      `CREATE INDEX subscription_subject ON subscription (scope, subject)`,
      `CREATE INDEX subscription_person ON subscription (person)`,
      `CREATE TABLE commitment (
        ref ${text} PRIMARY KEY, number integer NOT NULL UNIQUE, version integer NOT NULL, "externalId" ${text} UNIQUE, title ${text} NOT NULL,
        kind ${text} NOT NULL, statement ${text} NOT NULL, promisor ${text} NOT NULL REFERENCES party (id), beneficiaries ${text} NOT NULL,
        topics ${text} NOT NULL, measure ${text}, parent ${text} REFERENCES commitment (ref), supersedes ${text} REFERENCES commitment (ref),
        owner ${text} REFERENCES person (id), "ownerSince" ${text}, condition ${text}, publication ${text} NOT NULL, "publishedAt" ${text},
        standing ${text} NOT NULL, progress ${text} NOT NULL, verdict ${text} NOT NULL, "verdictNumber" integer NOT NULL, "verdictAt" ${text},
        "fulfilledOn" ${text}, target ${text} NOT NULL, "targetChangedAt" ${text}, earliest ${text}, latest ${text}, "overdueFrom" ${text},
        "endedFrom" ${text}, cycle integer NOT NULL, "registeredBy" ${text} NOT NULL, "registeredAt" ${text} NOT NULL, "lastUpdateOn" ${text} NOT NULL) ${end}`,
      `CREATE INDEX commitment_latest ON commitment (latest, number)`,
      `CREATE INDEX commitment_promisor ON commitment (promisor, number)`,
      `CREATE INDEX commitment_owner ON commitment (owner, number)`,
      `CREATE INDEX commitment_verdict ON commitment (verdict, number)`,
      `CREATE TABLE target (
        id ${text} PRIMARY KEY, commitment ${text} NOT NULL REFERENCES commitment (ref), "recordedAt" ${text} NOT NULL, "recordedBy" ${text} NOT NULL,
        "validOn" ${text} NOT NULL, target ${text} NOT NULL) ${end}`,
      `CREATE INDEX target_commitment ON target (commitment)`,
      `CREATE TABLE verdict (
        id ${text} PRIMARY KEY, commitment ${text} NOT NULL REFERENCES commitment (ref), number integer NOT NULL, verdict ${text} NOT NULL,
        rationale ${text}, "reasonCode" ${text}, evidence ${text} NOT NULL, "fulfilledOn" ${text}, "validOn" ${text} NOT NULL,
        "proposedBy" ${text} NOT NULL, "proposedAt" ${text} NOT NULL, state ${text} NOT NULL, "decidedBy" ${text}, "decidedAt" ${text},
        UNIQUE (commitment, number)) ${end}`,
      `CREATE TABLE evidence (
        id ${text} PRIMARY KEY, commitment ${text} NOT NULL REFERENCES commitment (ref), url ${text} NOT NULL, quote ${text}, date ${text} NOT NULL,
        shows ${text} NOT NULL, "addedBy" ${text} NOT NULL, "addedAt" ${text} NOT NULL) ${end}`,
      `CREATE INDEX evidence_commitment ON evidence (commitment)`,
      `CREATE TABLE log_event (
        "index" integer PRIMARY KEY, "recordedAt" ${text} NOT NULL, type ${text} NOT NULL, commitment ${text}, bytes ${text} NOT NULL,
        hash ${text} NOT NULL) ${end}`,
      `CREATE INDEX log_event_commitment ON log_event (commitment, "index")`,
      `CREATE INDEX log_event_recorded ON log_event ("recordedAt")`,
      `CREATE TABLE log_node (level integer NOT NULL, "index" integer NOT NULL, hash ${text} NOT NULL, PRIMARY KEY (level, "index")) ${end}`,
      `CREATE TABLE log_head (id integer PRIMARY KEY CHECK (id = 1), size integer NOT NULL, "recordedAt" ${text} NOT NULL, frontier ${text} NOT NULL) ${end}`,
      `INSERT INTO log_head (id, size, "recordedAt", frontier) VALUES (1, 0, '0000-01-01T00:00:00.000Z', '[]')`,
      `CREATE TABLE sealed_value (digest ${text} PRIMARY KEY, key ${text} NOT NULL, text ${text} NOT NULL, about ${text}) ${end}`,
      `CREATE INDEX sealed_value_about ON sealed_value (about)`,
      `CREATE TABLE checkpoint (size integer PRIMARY KEY, note ${text} NOT NULL, "keptAt" ${text} NOT NULL) ${end}`,
      ...(postgres ? appendOnlyOnPostgres : appendOnlyOnSqlite),
    ]);
  }

  down = noWayBack;
}

const guarded = ['log_event', 'log_node'] as const;

/** With recursive_triggers on, INSERT OR REPLACE fires the delete trigger too; without it a row could be replaced in silence. */
const appendOnlyOnSqlite = guarded.flatMap((table) =>
  ['UPDATE', 'DELETE'].map(
    (verb) =>
      `CREATE TRIGGER ${table}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`,
  ),
);

const appendOnlyOnPostgres = [
  `CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$`,
  ...guarded.flatMap((table) => [
    `CREATE TRIGGER ${table}_no_change BEFORE UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
    `CREATE TRIGGER ${table}_no_truncate BEFORE TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
  ]),
];
