/** Until when each planned row is worth sending; it depends on the other rows ("until the next step"). */
import { grouped } from './grouped.js';
import { dayIn, instantAt } from './remembered-time.js';
import { occurrenceKey } from './reminder-policy.js';
import type { Planned } from './reminder.js';
import { shift, shiftDays } from './shift.js';
import type { StepDay } from './step-days.js';
import { maxDay, type Day, type Instant } from './time.js';

/** Whose midnights count: the commitment's, and each person's. */
interface Zones {
  commitment: string;
  ofPerson: (person: string) => string;
}

/** The rows with their `expiresAt` filled in, from the days that they were made of. */
export function withExpiry(rows: Planned[], days: StepDay[], zones: Zones): Planned[] {
  const startOf = (day: Day): Instant => instantAt(day, '00:00', zones.commitment);
  const byStep = new Map(days.map((d) => [`${occurrenceKey(d.step.key, d.ordinal)} ${d.nominal}`, d]));
  const ladders = laddersOf(rows);
  const series = seriesOf(days);
  return rows.map((row) => {
    const stepDay = byStep.get(`${row.step} ${row.nominalDate}`);
    if (stepDay === undefined) return row;
    const { step, anchor } = stepDay;
    const valid = step.validUntil;
    if (valid === 'never_expires') return row;
    const zone = zones.ofPerson(row.person);
    const endOf = (day: Day): Instant => instantAt(shiftDays(day, 1), '00:00', zone);
    if (typeof valid === 'object') {
      const byPeriod = startOf(shift(row.nominalDate, valid.period));
      const windowEnd = valid.untilWindowEnds && anchor.latest !== null ? startOf(shiftDays(anchor.latest, 1)) : byPeriod;
      return { ...row, expiresAt: byPeriod < windowEnd ? byPeriod : windowEnd };
    }
    if (valid === 'local_day') return { ...row, expiresAt: endOf(dayIn(zone, row.dueAt)) };
    if (valid === 'overdue_from') return { ...row, expiresAt: anchor.overdueFrom === null ? null : startOf(anchor.overdueFrom) };
    if (valid === 'next_repeat') {
      const next = series.get(seriesKey(stepDay))?.find((day) => day > row.nominalDate);
      return { ...row, expiresAt: startOf(next ?? shift(row.nominalDate, step.repeat?.every ?? 'P1D')) };
    }
    const next = ladders.get(row.person)?.find((r) => r.nominalDate > row.nominalDate);
    return { ...row, expiresAt: next?.dueAt ?? endOf(maxDay(row.nominalDate, anchor.latest ?? row.nominalDate)) };
  });
}

/** Each person's steps towards and past the date, soonest first. */
function laddersOf(rows: Planned[]): Map<string, Planned[]> {
  const onTheWay = rows.filter((row) => row.state === 'planned' && ['lead', 'due', 'ended', 'overdue'].includes(row.class));
  const ladders = grouped(onTheWay, (row) => row.person);
  for (const ladder of ladders.values()) ladder.sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
  return ladders;
}

/** The days on which one class comes round, by the day it is counted from, soonest first. */
function seriesOf(days: StepDay[]): Map<string, Day[]> {
  return new Map([...grouped(days, seriesKey)].map(([key, ofOne]) => [key, ofOne.map((d) => d.nominal).sort()]));
}

function seriesKey({ step, anchor }: StepDay): string {
  return `${step.class} ${anchor.day}`;
}
