/**
 * Every reminder that a commitment owes, past and future, as a pure function of the commitment, the policy, the people
 * and the day. Nothing here is matched against today: the same inputs give the same set, in any order, on any day.
 */
import type { Commitment } from './commitment.js';
import type { Person, Subscription } from './people.js';
import { occurrenceKey, type Audience, type Policy, type PolicyStep } from './reminder-policy.js';
import type { Planned } from './reminder.js';
import { mergeSameDay, sendTime } from './send-time.js';
import { occurrencesOf, isSoft, targetPrecision } from './target.js';
import { addDays, addPeriod, dayIn, daysBetween, instantAt, maxDay, type Day, type Instant } from './time.js';

/** How far ahead rows exist, and how far back a late registration looks, in days. */
export const horizonDays = 400;

/** Rows are worked out this much further than they exist: until when the last ones are worth sending depends on what follows them. */
const lookAheadDays = 400;

/** The people a commitment's reminders may go to. */
export interface Circle {
  people: ReadonlyMap<string, Person>;
  /** Subscriptions whose scope covers the commitment. */
  subscriptions: readonly Subscription[];
}

interface Member {
  person: Person;
  audience: Audience;
  /** Nothing from before somebody joined is owed to them; null for whoever was there from the start. */
  since: Instant | null;
}

/** A day that steps are counted from. Recurring targets have one set of them per occurrence. */
interface Anchor {
  day: Day;
  /** The bounds of the window it belongs to. */
  earliest: Day | null;
  latest: Day | null;
  overdueFrom: Day | null;
  /** Overdue repeats of one occurrence stop where the next one falls due. */
  stopAt: Day | null;
}

interface Occurrence {
  step: PolicyStep;
  repeat: number;
  /** Stands in the key in the place of the repeat for steps that answer an event. */
  ordinal: number;
  anchor: Anchor;
  nominal: Day;
  /** Set for what goes out at once. */
  at: Instant | null;
}

/** The reminders owed, sorted by key. Days outside [publication − 400, today + 400] have no rows. */
export function plan(commitment: Commitment, policy: Policy, circle: Circle, today: Day): Planned[] {
  if (commitment.publication !== 'published' || commitment.publishedAt === null || commitment.standing !== 'active') return [];
  const from = addDays(dayIn(commitment.target.zone, commitment.publishedAt), -horizonDays);
  const to = addDays(today, horizonDays);
  const occurrences = leaveApart(policy.steps.flatMap((step) => occurrencesOfStep(commitment, step, from, addDays(to, lookAheadDays))));
  const rows = occurrences.flatMap((occurrence) => rowsFor(commitment, occurrence, circle));
  const merged = mergeSameDay(rows, (person) => circle.people.get(person)?.zone ?? 'UTC', commitment.target.zone);
  return withExpiry(commitment, merged, occurrences, circle)
    .filter((row) => row.nominalDate <= to)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

function occurrencesOfStep(commitment: Commitment, step: PolicyStep, from: Day, to: Day): Occurrence[] {
  if (!applies(commitment, step)) return [];
  if (step.anchor === 'change' || step.anchor === 'verdict') return answering(commitment, step);
  if (commitment.verdict !== 'pending') return [];
  return anchorsOf(commitment, step, to).flatMap((anchor) => {
    const found: Occurrence[] = [];
    const max = step.repeat === undefined ? 0 : (step.repeat.max ?? Infinity);
    const first = addPeriod(anchor.day, step.offset);
    for (let repeat = 0; repeat <= max; repeat++) {
      const nominal = repeat === 0 || step.repeat === undefined ? first : repeated(anchor.day, step.offset, step.repeat.every, repeat);
      if (nominal > to || isTakenOver(step, anchor, nominal)) break;
      if (step.only.includes('while_running') && !isRunning(commitment, nominal)) continue;
      if (nominal >= from) found.push({ step, repeat, ordinal: repeat, anchor, nominal, at: null });
    }
    return found;
  });
}

/** Whether a later mail about one occurrence of a recurring target would come when the next occurrence has its own. */
function isTakenOver(step: PolicyStep, anchor: Anchor, nominal: Day): boolean {
  return step.class === 'overdue' && nominal > anchor.day && anchor.stopAt !== null && nominal >= anchor.stopAt;
}

/** Counted from the anchor, never chained: monthly from the 31st stays on the last day of each month. */
function repeated(anchor: Day, offset: string, every: string, times: number): Day {
  return offset === every ? addPeriod(anchor, every, times + 1) : addPeriod(addPeriod(anchor, offset), every, times);
}

function applies(commitment: Commitment, step: PolicyStep): boolean {
  const { target } = commitment;
  if (step.kinds !== 'all' && !step.kinds.includes(target.kind)) return false;
  const dated = target.earliest !== null || target.latest !== null || target.kind === 'recurring';
  return step.only.every(
    (word) =>
      ({
        several_days: target.earliest !== target.latest,
        soft: isSoft(target),
        no_date: !dated,
        dated,
        while_running: true,
      })[word],
  );
}

function isRunning(commitment: Commitment, day: Day): boolean {
  const { earliest, latest } = commitment.target;
  return (earliest === null || day >= earliest) && (latest === null || day <= latest);
}

/** The notice of the current revision, or of the effective verdict: due the moment it was recorded. */
function answering(commitment: Commitment, step: PolicyStep): Occurrence[] {
  const moved = step.anchor === 'change';
  const at = moved ? commitment.targetChangedAt : commitment.verdictAt;
  if (at === null || (moved && commitment.verdict !== 'pending')) return [];
  const day = dayIn(commitment.target.zone, at);
  const { earliest, latest, overdueFrom } = commitment.target;
  const anchor = { day, earliest, latest, overdueFrom, stopAt: null };
  return [{ step, repeat: 0, ordinal: moved ? commitment.target.revision : commitment.verdictNumber, anchor, nominal: day, at }];
}

function anchorsOf(commitment: Commitment, step: PolicyStep, to: Day): Anchor[] {
  const { target } = commitment;
  const single = { earliest: target.earliest, latest: target.latest, overdueFrom: target.overdueFrom, stopAt: null };
  if (step.anchor === 'said') return [{ day: target.saidOn, ...single }];
  if (step.anchor === 'last_update') return [{ day: commitment.lastUpdateOn, ...single }];
  const windows =
    target.kind === 'recurring'
      ? occurrencesOf(target, to).map((o, i, all) => ({ ...o, endedFrom: null, stopAt: all[i + 1]?.latest ?? null }))
      : [{ ...single, endedFrom: target.endedFrom }];
  return windows.flatMap((w) => {
    const day = { earliest: w.earliest, latest: w.latest, overdue_from: w.overdueFrom, ended_from: w.endedFrom }[
      step.anchor as 'earliest' | 'latest' | 'overdue_from' | 'ended_from'
    ];
    return day === null ? [] : [{ day, earliest: w.earliest, latest: w.latest, overdueFrom: w.overdueFrom, stopAt: w.stopAt }];
  });
}

function leaveApart(occurrences: Occurrence[]): Occurrence[] {
  return occurrences.filter(({ step, nominal }) => {
    const apart = step.apartFrom;
    return (
      apart === undefined ||
      !occurrences.some((o) => o.step.class === apart.class && Math.abs(daysBetween(o.nominal, nominal)) <= apart.days)
    );
  });
}

function membersOf(commitment: Commitment, audience: Audience, circle: Circle): Member[] {
  const present = (id: string | null): Person[] => {
    const person = id === null ? undefined : circle.people.get(id);
    return person === undefined || person.disabledAt !== null || person.email === null ? [] : [person];
  };
  const joined = (person: Person, since: Instant | null): Member => ({ person, audience, since });
  switch (audience) {
    case 'owner':
      return present(commitment.owner).map((p) => joined(p, commitment.ownerSince));
    case 'escalation':
      return present(circle.people.get(commitment.owner ?? '')?.escalatesTo ?? null).map((p) => joined(p, null));
    case 'auditors':
      return [...circle.people.values()].filter((p) => p.role === 'auditor').flatMap((p) => present(p.id).map(() => joined(p, p.addedAt)));
    case 'followers':
      return circle.subscriptions
        .filter((s) => s.confirmedAt !== null && s.unsubscribedAt === null && s.person !== commitment.owner)
        .flatMap((s) => present(s.person).map((p) => joined(p, s.confirmedAt)));
  }
}

function rowsFor(commitment: Commitment, occurrence: Occurrence, circle: Circle): Planned[] {
  const { step, repeat, ordinal, anchor, nominal, at } = occurrence;
  const seen = new Set<string>();
  const rows: Planned[] = [];
  for (const audience of step.audience) {
    if (repeat > 0 && step.firstOnly.includes(audience)) continue;
    for (const { person, since } of membersOf(commitment, audience, circle)) {
      const joinedLate = since !== null && since > (commitment.publishedAt ?? since) && nominal < dayIn(person.zone, since);
      if (joinedLate || seen.has(person.id)) continue;
      seen.add(person.id);
      const tooCoarse = step.minPrecision !== undefined && !isFine(targetPrecision(commitment.target), step.minPrecision);
      rows.push({
        key: [commitment.ref, commitment.cycle, step.key, ordinal, anchor.day, person.id].join('|'),
        commitment: commitment.ref,
        person: person.id,
        step: occurrenceKey(step.key, ordinal),
        class: step.class,
        nominalDate: nominal,
        dueAt: at ?? sendTime(nominal, step.class, step.localTime, person, commitment.target.zone),
        expiresAt: null,
        resendWhenUnknown: step.resendWhenUnknown,
        state: tooCoarse ? 'skipped' : 'planned',
        reason: tooCoarse ? 'precision' : null,
      });
    }
  }
  return rows;
}

function isFine(precision: string | null, wanted: 'day' | 'month'): boolean {
  return precision === 'day' || (wanted === 'month' && precision === 'month');
}

/** Fills in until when each row is worth sending; it depends on the other rows ("until the next step"). */
function withExpiry(commitment: Commitment, rows: Planned[], occurrences: Occurrence[], circle: Circle): Planned[] {
  const zone = commitment.target.zone;
  const startOf = (day: Day): Instant => instantAt(day, '00:00', zone);
  const byStep = new Map(occurrences.map((o) => [`${occurrenceKey(o.step.key, o.ordinal)} ${o.nominal}`, o]));
  const ladders = laddersOf(rows);
  return rows.map((row) => {
    const occurrence = byStep.get(`${row.step} ${row.nominalDate}`);
    if (occurrence === undefined) return row;
    const { step, anchor } = occurrence;
    const valid = step.validUntil;
    if (valid === 'never_expires') return row;
    const personZone = circle.people.get(row.person)?.zone ?? zone;
    const endOf = (day: Day): Instant => instantAt(addDays(day, 1), '00:00', personZone);
    if (typeof valid === 'object') {
      const byPeriod = startOf(addPeriod(row.nominalDate, valid.period));
      const windowEnd = valid.untilWindowEnds && anchor.latest !== null ? startOf(addDays(anchor.latest, 1)) : byPeriod;
      return { ...row, expiresAt: byPeriod < windowEnd ? byPeriod : windowEnd };
    }
    if (valid === 'local_day') return { ...row, expiresAt: endOf(dayIn(personZone, row.dueAt)) };
    if (valid === 'overdue_from') return { ...row, expiresAt: anchor.overdueFrom === null ? null : startOf(anchor.overdueFrom) };
    if (valid === 'next_repeat') return { ...row, expiresAt: startOf(nextRepeat(occurrence, occurrences)) };
    const next = ladders.get(row.person)?.find((r) => r.nominalDate > row.nominalDate);
    return { ...row, expiresAt: next?.dueAt ?? endOf(maxDay(row.nominalDate, anchor.latest ?? row.nominalDate)) };
  });
}

/** Each person's steps towards and past the date, soonest first. */
function laddersOf(rows: Planned[]): Map<string, Planned[]> {
  const ladders = new Map<string, Planned[]>();
  for (const row of rows) {
    if (row.state !== 'planned' || !['lead', 'due', 'ended', 'overdue'].includes(row.class)) continue;
    const ladder = ladders.get(row.person);
    if (ladder === undefined) ladders.set(row.person, [row]);
    else ladder.push(row);
  }
  for (const ladder of ladders.values()) ladder.sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
  return ladders;
}

/** The day the same class comes round again; steps of one class from one anchor make one series. */
function nextRepeat({ step, anchor, nominal }: Occurrence, occurrences: Occurrence[]): Day {
  const following = occurrences
    .filter((o) => o.step.class === step.class && o.anchor.day === anchor.day && o.nominal > nominal)
    .map((o) => o.nominal)
    .sort();
  return following[0] ?? addPeriod(nominal, step.repeat?.every ?? 'P1D');
}
