/** On which days each step of a policy falls for a commitment, whoever hears it: the anchors, the offsets and the repeats. */
import type { Commitment } from './commitment.js';
import type { PolicyStep } from './reminder-policy.js';
import { dayIn } from './remembered-time.js';
import { shift } from './shift.js';
import { isSoft, occurrencesOf, type Target } from './target.js';
import { daysBetween, isDay, type Day, type Instant } from './time.js';
import { addWorkingDays, rolled, type IsDayOff } from './working-days.js';

/** A day that steps are counted from. Recurring targets have one set of them per occurrence. */
export interface Anchor {
  day: Day;
  /** The bounds of the window it belongs to. */
  earliest: Day | null;
  latest: Day | null;
  overdueFrom: Day | null;
  /** Overdue repeats of one occurrence stop where the next one falls due. */
  stopAt: Day | null;
}

export interface StepDay {
  step: PolicyStep;
  repeat: number;
  /** Stands in the key in the place of the repeat for steps that answer an event. */
  ordinal: number;
  anchor: Anchor;
  /** The day it falls on, moved off a day off where the step rolls. */
  nominal: Day;
  /** Set for what goes out at once. */
  at: Instant | null;
}

/** The days that are looked at, and which of them are off by the policy's calendar. */
export interface Reach {
  from: Day;
  to: Day;
  isOff: IsDayOff;
}

/** Every day within reach on which a step falls, but for those that keep apart from another. */
export function stepDays(commitment: Commitment, steps: readonly PolicyStep[], reach: Reach): StepDay[] {
  const { to } = reach;
  const windows = windowsOf(commitment.target, to);
  const found = steps.flatMap((step) => {
    if (!applies(commitment, step)) return [];
    if (step.anchor === 'change' || step.anchor === 'verdict') return answering(commitment, step);
    return commitment.verdict === 'pending' ? repetitions(commitment, step, anchorsOf(commitment, step, windows), reach) : [];
  });
  return leaveApart(found);
}

function repetitions(commitment: Commitment, step: PolicyStep, anchors: readonly Anchor[], { from, to, isOff }: Reach): StepDay[] {
  return anchors.flatMap((anchor) => {
    const found: StepDay[] = [];
    const max = step.repeat === undefined ? 0 : (step.repeat.max ?? Infinity);
    const first = step.businessDays === undefined ? shift(anchor.day, step.offset) : addWorkingDays(anchor.day, step.businessDays, isOff);
    for (let repeat = 0; repeat <= max; repeat++) {
      const nominal = repeat === 0 || step.repeat === undefined ? first : repeated(anchor.day, first, step, step.repeat.every, repeat);
      // What leaves the calendar after the year 9999 sorts before everything else.
      if (nominal > to || !isDay(nominal) || isTakenOver(step, anchor, nominal)) break;
      if (step.only.includes('while_running') && !isRunning(commitment, nominal)) continue;
      const day = rolled(nominal, step.roll, isOff);
      if (day >= from) found.push({ step, repeat, ordinal: repeat, anchor, nominal: day, at: null });
    }
    return found;
  });
}

/** Whether a later mail about one occurrence of a recurring target would come when the next occurrence has its own. */
function isTakenOver(step: PolicyStep, anchor: Anchor, nominal: Day): boolean {
  return step.class === 'overdue' && nominal > anchor.day && anchor.stopAt !== null && nominal >= anchor.stopAt;
}

/** Counted from the anchor, never chained: monthly from the 31st stays on the last day of each month. */
function repeated(anchor: Day, first: Day, { offset }: PolicyStep, every: string, times: number): Day {
  return offset === every ? shift(anchor, every, times + 1) : shift(first, every, times);
}

function applies(commitment: Commitment, step: PolicyStep): boolean {
  const { target } = commitment;
  if (step.kinds !== 'all' && !step.kinds.includes(target.kind)) return false;
  return step.only.every((word) => holds[word](target));
}

const isDated = ({ earliest, latest, kind }: Target): boolean => earliest !== null || latest !== null || kind === 'recurring';

/** What a step's `only` asks of a target. Whether it is running is a matter of the day, so that is asked of each. */
const holds: Record<PolicyStep['only'][number], (target: Target) => boolean> = {
  several_days: ({ earliest, latest }) => earliest !== latest,
  soft: isSoft,
  no_date: (target) => !isDated(target),
  dated: isDated,
  while_running: () => true,
};

function isRunning(commitment: Commitment, day: Day): boolean {
  const { earliest, latest } = commitment.target;
  return (earliest === null || day >= earliest) && (latest === null || day <= latest);
}

/** The notice of the current revision, or of the effective verdict: due the moment it was recorded. */
function answering(commitment: Commitment, step: PolicyStep): StepDay[] {
  const moved = step.anchor === 'change';
  const at = moved ? commitment.targetChangedAt : commitment.verdictAt;
  if (at === null || (moved && commitment.verdict !== 'pending')) return [];
  const day = dayIn(commitment.target.zone, at);
  const { earliest, latest, overdueFrom } = commitment.target;
  const anchor = { day, earliest, latest, overdueFrom, stopAt: null };
  return [{ step, repeat: 0, ordinal: moved ? commitment.target.revision : commitment.verdictNumber, anchor, nominal: day, at }];
}

/** The window of the target, or of each occurrence of a recurring one. */
interface StepWindow extends Omit<Anchor, 'day'> {
  endedFrom: Day | null;
}

function windowsOf(target: Target, to: Day): StepWindow[] {
  const { earliest, latest, overdueFrom, endedFrom } = target;
  if (target.kind !== 'recurring') return [{ earliest, latest, overdueFrom, endedFrom, stopAt: null }];
  return occurrencesOf(target, to).map((o, i, all) => ({ endedFrom: null, stopAt: all[i + 1]?.latest ?? null, ...o }));
}

function anchorsOf(commitment: Commitment, step: PolicyStep, windows: readonly StepWindow[]): Anchor[] {
  const { target, lastUpdateOn } = commitment;
  const { earliest, latest, overdueFrom } = target;
  const whole = { earliest, latest, overdueFrom, stopAt: null };
  if (step.anchor === 'said') return [{ day: target.saidOn, ...whole }];
  if (step.anchor === 'last_update') return [{ day: lastUpdateOn, ...whole }];
  const bound = boundOf[step.anchor as keyof typeof boundOf];
  return windows.flatMap((window) => {
    const day = window[bound];
    return day === null ? [] : [{ day, ...window }];
  });
}

const boundOf = { earliest: 'earliest', latest: 'latest', overdue_from: 'overdueFrom', ended_from: 'endedFrom' } as const;

function leaveApart(found: StepDay[]): StepDay[] {
  return found.filter(({ step, nominal }) => {
    const apart = step.apartFrom;
    return (
      apart === undefined || !found.some((o) => o.step.class === apart.class && Math.abs(daysBetween(o.nominal, nominal)) <= apart.days)
    );
  });
}
