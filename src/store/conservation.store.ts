/** Reminders counted in the groups that conservation tells apart; what they mean is the domain's to say. */
import type { EntityManager } from 'typeorm';
import { lateBefore, type ReminderGroup } from '../domain/conservation.js';
import type { ReminderState } from '../domain/reminder.js';
import type { Instant } from '../domain/time.js';
import { isPostgres, query } from './statements.js';

type Condition = 'all' | 'planned and late' | 'under way' | 'unexplained';

/** Every reminder there is: one pass over all of them. */
export function reminderGroups(on: EntityManager, now: Instant): Promise<ReminderGroup[]> {
  return groupsOf(on, now, 'all');
}

/** Those alone that may be open or unaccounted for, each found by an index of its own, however long the register's history. */
export async function looseGroups(on: EntityManager, now: Instant): Promise<ReminderGroup[]> {
  const groups: ReminderGroup[] = [];
  for (const condition of ['planned and late', 'under way', 'unexplained'] as const) groups.push(...(await groupsOf(on, now, condition)));
  return groups;
}

async function groupsOf(on: EntityManager, now: Instant, condition: Condition): Promise<ReminderGroup[]> {
  const late = lateBefore(now);
  const [first, second] = isPostgres(on) ? ['$1', '$2'] : ['?', '?'];
  const where: Record<Condition, string> = {
    all: `"dueAt" >= ${second}`,
    'planned and late': `state = 'planned' AND "dueAt" < ${second}`,
    'under way': `state = 'bundled' AND "dueAt" >= ${second}`,
    unexplained: `reason IS NULL AND state NOT IN ('planned', 'bundled', 'delivered') AND "dueAt" >= ${second}`,
  };
  const text = `SELECT state, reason IS NOT NULL AS "hasReason", message IS NOT NULL AS "hasMessage", "dueAt" < ${first} AS "isLate",
    count(*) AS count, min("dueAt") AS oldest FROM reminder WHERE ${where[condition]} GROUP BY 1, 2, 3, 4`;
  const rows = await query(on, text, [late, condition === 'planned and late' ? late : '']);
  return rows.map((row) => ({
    state: row['state'] as ReminderState,
    hasReason: Boolean(row['hasReason']),
    hasMessage: Boolean(row['hasMessage']),
    isLate: Boolean(row['isLate']),
    count: Number(row['count']),
    oldest: row['oldest'] as Instant,
  }));
}
