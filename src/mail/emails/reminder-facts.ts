/** The figures that the sentences of a reminder need, counted on the reader's day. */
import { isSoft } from '../../domain/target.js';
import { daysBetween } from '../../domain/time.js';
import type { ReminderFacts } from '../../i18n/reminder-facts.js';
import type { ReminderContent } from '../content.js';

export function factsOf({ today, target, change, verdict }: ReminderContent): ReminderFacts {
  const { earliest, latest, overdueFrom } = target;
  return {
    today,
    earliest,
    latest,
    overdueFrom,
    daysLeft: latest === null ? 0 : daysBetween(today, latest),
    // A reader west of the commitment's zone may still have the day before.
    daysOverdue: overdueFrom === null ? 0 : Math.max(1, daysBetween(overdueFrom, today) + 1),
    sustained: target.kind === 'until' || target.kind === 'throughout',
    startOnly: target.kind === 'from',
    certainty: target.certainty,
    hasGrace: isSoft(target) && latest !== null && overdueFrom !== null,
    moved: change === null ? null : movedBy(change),
    settled:
      verdict === null
        ? null
        : {
            verdict: verdict.verdict,
            onTime: verdict.timeliness === 'met_on_time',
            daysLate: verdict.timeliness === 'met_late' ? verdict.days : null,
          },
  };
}

function movedBy({ from, to }: NonNullable<ReminderContent['change']>): ReminderFacts['moved'] {
  return {
    from: from.latest,
    to: to.latest,
    byDays: from.latest === null || to.latest === null ? null : daysBetween(from.latest, to.latest),
    withdrawn: to.change === 'withdrawn',
  };
}
