/** Fulfilment over time: how much had fallen due by the end of each month, at the earliest and for certain, and how much was fulfilled. */
import { leftOut } from '../outcome.js';
import type { Judgement } from '../commitment-filter.js';
import type { MonthFigures } from '../report.js';
import { dayOf, type EpochDay } from '../time.js';
import type { Facts } from '../versions/facts.js';
import { countDay } from './counts.js';

type Figure = Exclude<keyof MonthFigures, 'month'>;

export class OverTime {
  private readonly days: Record<Figure, Map<EpochDay, number>> = { earliestDue: new Map(), certainlyDue: new Map(), fulfilled: new Map() };

  /** What has no date, and what is left out of the rate, is not of the picture. */
  take(facts: Facts, { outcome }: Judgement): void {
    const { latest, earliest, endedFrom, verdict, fulfilledOn } = facts;
    if (latest === null || (leftOut as readonly string[]).includes(outcome)) return;
    // What is to be kept up until its end falls due there and no sooner.
    countDay(this.days.earliestDue, endedFrom === null ? (earliest ?? latest) : latest);
    countDay(this.days.certainlyDue, latest);
    if (verdict === 'fulfilled' && fulfilledOn !== null) countDay(this.days.fulfilled, fulfilledOn);
  }

  result(): MonthFigures[] {
    const months = new Map<string, MonthFigures>();
    for (const [figure, days] of Object.entries(this.days) as [Figure, Map<EpochDay, number>][])
      for (const [day, count] of days) {
        const month = dayOf(day).slice(0, 7);
        const figures = months.get(month) ?? { month, earliestDue: 0, certainlyDue: 0, fulfilled: 0 };
        figures[figure] += count;
        months.set(month, figures);
      }
    const inOrder = [...months.values()].sort((a, b) => (a.month < b.month ? -1 : 1));
    const sum = { earliestDue: 0, certainlyDue: 0, fulfilled: 0 };
    return inOrder.map(({ month, earliestDue, certainlyDue, fulfilled }) => {
      sum.earliestDue += earliestDue;
      sum.certainlyDue += certainlyDue;
      sum.fulfilled += fulfilled;
      return { month, ...sum };
    });
  }
}
