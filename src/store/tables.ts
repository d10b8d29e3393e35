/**
 * Every table. TypeORM maps the domain's own records onto them; the migrations make them, and a test holds the two
 * together.
 */
import type { EntitySchema } from 'typeorm';
import { answeredTable, spentKeyTable, tokenTable } from './access.tables.js';
import { bounceTable, suppressedTable } from './bounces.tables.js';
import { feedTokenTable, webhookAttemptTable, webhookDeliveryTable, webhookTable } from './feeds.tables.js';
import { checkpointTable, logHeadTable, logNodeTable, logTable, valueTable } from './log.tables.js';
import {
  attemptTable,
  engineTable,
  letterTable,
  messageBodyTable,
  messageBodyTableOnPostgres,
  messageTable,
  planningTable,
  reminderTable,
} from './outbox.tables.js';
import { lookedTable, savedViewTable } from './reading.tables.js';
import { registerTables } from './register.tables.js';
import { allowanceTable, passwordTable, sessionTable, signInLinkTable } from './sign-in.tables.js';
import { proposalTable, textBodyTable, textBodyTableOnPostgres } from './texts.tables.js';
import { segmentTable, segmentTableOnPostgres } from './versions.tables.js';

export * from './access.tables.js';
export * from './bounces.tables.js';
export * from './feeds.tables.js';
export * from './log.tables.js';
export * from './outbox.tables.js';
export * from './reading.tables.js';
export * from './register.tables.js';
export * from './sign-in.tables.js';
export * from './texts.tables.js';
export * from './versions.tables.js';

export function allTables(kind: 'sqlite' | 'postgres'): EntitySchema[] {
  return [
    ...Object.values(registerTables),
    logTable,
    logNodeTable,
    logHeadTable,
    valueTable,
    checkpointTable,
    reminderTable,
    messageTable,
    kind === 'sqlite' ? messageBodyTable : messageBodyTableOnPostgres,
    letterTable,
    attemptTable,
    planningTable,
    engineTable,
    bounceTable,
    suppressedTable,
    tokenTable,
    answeredTable,
    spentKeyTable,
    sessionTable,
    signInLinkTable,
    passwordTable,
    allowanceTable,
    savedViewTable,
    lookedTable,
    kind === 'sqlite' ? textBodyTable : textBodyTableOnPostgres,
    proposalTable,
    feedTokenTable,
    webhookTable,
    webhookDeliveryTable,
    webhookAttemptTable,
    kind === 'sqlite' ? segmentTable : segmentTableOnPostgres,
  ] as EntitySchema[];
}
