/** The words of reminder mails in English. The French ones have this type, so none can be missing. */
import type { Certainty } from '../domain/target.js';
import type { Day } from '../domain/time.js';
import { formatDay, type DaysOfMonth } from './dates.js';
import type { ReminderFacts } from './reminder-facts.js';

const day = (value: Day | null): string => (value === null ? 'a day not known yet' : formatDay(value, 'en'));
const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`);
const inDays = (count: number): string => (count === 0 ? 'today' : count === 1 ? 'tomorrow' : `in ${days(count)}`);
const whySoft: Record<Certainty, string> = {
  exact: 'the date was given a margin',
  approximate: 'the date was only approximate',
  uncertain: 'the date was uncertain',
  to_be_fixed: 'the date was still to be fixed',
};

const verdicts = {
  fulfilled: 'fulfilled',
  partly_fulfilled: 'partly fulfilled',
  not_fulfilled: 'not fulfilled',
  not_verifiable: 'not verifiable',
};

function verdict({ settled }: ReminderFacts): string {
  if (settled === null) return 'settled';
  const timeliness = settled.onTime ? ' on time' : settled.daysLate === null ? '' : `, ${days(settled.daysLate)} late`;
  return verdicts[settled.verdict] + timeliness;
}

function moved({ moved: change }: ReminderFacts): string {
  if (change === null || change.withdrawn) return 'date withdrawn';
  if (change.to === null) return 'date changed';
  const to = day(change.to);
  if (change.byDays === null || change.byDays === 0) return `date now ${to}`;
  return change.byDays > 0 ? `moved to ${to}, ${days(change.byDays)} later` : `brought forward to ${to}, ${days(-change.byDays)} earlier`;
}

export const mailEn = {
  subject: (ref: string, headline: string, title: string) => `${ref} ${headline}${headline.endsWith('?') ? '' : ':'} ${title}`,

  /** After the reference, before the title: "C-0008 3 days overdue: …". */
  headline: {
    opens: (f: ReminderFacts) => `${f.startOnly ? 'starts' : 'opens'} ${f.earliest === f.today ? 'today' : `on ${day(f.earliest)}`}`,
    lead: (f: ReminderFacts) =>
      f.sustained ? `ends on ${day(f.latest)}, ${inDays(f.daysLeft)}` : `due on ${day(f.latest)}, ${inDays(f.daysLeft)}`,
    due: (f: ReminderFacts) => (f.daysLeft === 0 ? `due today, ${day(f.latest)}` : `due on ${day(f.latest)}`),
    passed: (f: ReminderFacts) => `date passed on ${day(f.latest)}, not yet overdue`,
    overdue: (f: ReminderFacts) => `${days(f.daysOverdue)} overdue`,
    escalation: (f: ReminderFacts) =>
      f.sustained ? `escalated, no verdict ${days(-f.daysLeft)} after its end` : `escalated, ${days(f.daysOverdue)} overdue`,
    check_in: (): string => 'still being kept?',
    ended: (f: ReminderFacts) => `ended on ${day(f.latest)}, verdict due`,
    review: (f: ReminderFacts): string => (f.latest === null ? 'has no date, time to review it' : 'not updated lately, time to review it'),
    date_changed: moved,
    settled: verdict,
  },

  /** One or two words above the title. */
  tag: {
    opens: 'Window opens',
    lead: 'Coming up',
    due: 'Due today',
    passed: 'Date passed',
    overdue: 'Overdue',
    escalation: 'Escalated',
    check_in: 'Check-in',
    ended: 'Verdict due',
    review: 'Review',
    date_changed: 'Date changed',
    settled: 'Settled',
  },

  /** What has happened, in a sentence or two. */
  news: {
    opens: (f: ReminderFacts) => {
      const start = f.earliest === f.today ? 'today' : `on ${day(f.earliest)}`;
      if (f.startOnly) return `This was promised to start ${start}.`;
      return `The time for which this was promised begins ${start}${f.latest === null ? '' : ` and runs until ${day(f.latest)}`}.`;
    },
    lead: (f: ReminderFacts) =>
      f.sustained
        ? `The time over which this was to be kept ends on ${day(f.latest)}, ${inDays(f.daysLeft)}. A verdict is asked for after that.`
        : `The last day for this is ${day(f.latest)}, ${inDays(f.daysLeft)}.`,
    due: (f: ReminderFacts) =>
      f.daysLeft === 0 ? `Today, ${day(f.latest)}, is the last day for this.` : `The last day for this is ${day(f.latest)}.`,
    passed: (f: ReminderFacts) =>
      `The last day for this was ${day(f.latest)}. As ${whySoft[f.certainty]}, it counts as overdue only from ${day(f.overdueFrom)}.`,
    overdue: (f: ReminderFacts) => overdueNews(f),
    escalation: (f: ReminderFacts) =>
      f.sustained
        ? `The time over which this was to be kept ended on ${day(f.latest)}, ${days(-f.daysLeft)} ago, and there is no verdict yet.`
        : `${overdueNews(f)} Nobody has settled it since, so it comes to you.`,
    check_in: (f: ReminderFacts) => `This is to be kept until ${day(f.latest)}. Is it still being kept?`,
    ended: (f: ReminderFacts) => `The time over which this was to be kept ended on ${day(f.latest)}. A verdict is due.`,
    review: (f: ReminderFacts): string =>
      f.latest === null
        ? 'No date is known for this, so nothing can fall due. Has a date been named, or has anything happened?'
        : 'Nothing has been recorded about this for some time. Has anything happened?',
    date_changed: (f: ReminderFacts) => movedNews(f),
    settled: (f: ReminderFacts) => `The verdict on this is: ${verdict(f)}.`,
  },

  /** What the reader can do about it; empty where there is nothing. Followers are not asked. */
  ask: {
    opens: 'Report progress when there is any.',
    lead: 'Report progress, or propose a verdict once it has happened.',
    due: 'If it has happened, propose a verdict with its evidence. If the date has moved, record the new one and why.',
    passed: 'If it has happened, propose a verdict with its evidence. If the date has been fixed or moved, record it and why.',
    overdue: 'If it has happened, propose a verdict with its evidence. If the date has moved, record the new one and why.',
    escalation: 'Please see to it that it gets a verdict with evidence, or a new date with the reason.',
    check_in: 'Report progress or add evidence: either answers the question.',
    ended: 'Propose a verdict with its evidence; another person confirms it.',
    review: 'Record a date, progress or evidence, whichever there is.',
    date_changed: '',
    settled: '',
  },

  overdueMeans: 'Overdue says only that the date has passed. Whether the promise was kept is for a verdict with evidence to say.',
  conditionUnresolved: 'Its condition is still unresolved: please record whether it was met.',

  /** Completes "Also today: ". */
  also: {
    opens: 'the window opens',
    lead: 'the date comes nearer',
    due: 'the last day is today',
    passed: 'the date has passed',
    overdue: 'it is overdue',
    escalation: 'it was escalated',
    check_in: 'a check-in is asked for',
    ended: 'its time has ended',
    review: 'a review is asked for',
    date_changed: 'its date changed',
    settled: 'it has a verdict',
  },
  alsoToday: (things: string[]) => `Also today: ${things.join('; ')}.`,

  late: {
    title: 'This mail is late.',
    /** Instants already in words; null where it is not known. */
    down: (from: string | null, to: string | null) => {
      if (from === null) return 'The service was down.';
      return to === null ? `The service was down from ${from} on.` : `The service was down from ${from} to ${to}.`;
    },
    replaced: (months: DaysOfMonth[], count: number) =>
      `${count === 1 ? 'The reminder' : 'The reminders'} of ${daysInWords(months)} ${count === 1 ? 'was' : 'were'} not sent because the service was down.`,
  },

  facts: {
    promisor: 'Promised by',
    phrase: 'When, in their words',
    readAs: 'Read as',
    rules: 'By the rule',
    lastDay: 'Last day',
    overdueFrom: 'Overdue from',
    waitsFor: 'Waits for',
    condition: 'Condition',
    before: 'Before',
    now: 'Now',
    why: 'Why it changed',
    slip: 'Slip from the first date',
    verdict: 'Verdict',
    reason: 'Reason',
    asOf: 'As of',
    owner: 'Owner',
    source: 'Source',
  },
  label: (name: string) => `${name}:`,
  slip: (count: number) => (count === 0 ? 'none' : count > 0 ? `${days(count)} later` : `${days(-count)} earlier`),
  verdict,
  reasons: {
    prevented: 'it was prevented',
    priority_changed: 'the priority changed',
    opinion_changed: 'the promisor changed their mind',
    partner_withdrew: 'a partner withdrew',
    no_action: 'nothing was done',
    other: 'another reason',
  },
  conditionState: {
    pending: 'not known yet whether it holds',
    met: 'met',
    not_met: 'not met',
    disputed: 'disputed',
  },
  withState: (text: string, state: string) => `${text} (${state})`,
  quoted: (text: string) => `“${text}”`,
  saidBy: (speaker: string, on: Day) => `${speaker}, ${day(on)}`,

  actions: {
    open: (ref: string) => `Open ${ref}`,
    acknowledge: 'Acknowledge',
    progress: 'Report progress',
    snooze7: 'Snooze for 7 days',
    snooze30: 'Snooze for 30 days',
    unsubscribe: 'Stop these mails',
  },
  nothingRecordedYet: 'Each link opens a page first. Nothing is recorded until you confirm there.',

  because: {
    owner: 'you are the owner of this commitment',
    followers: 'you follow this commitment',
    escalation: 'you are the one to be told when this commitment stays unsettled',
    auditors: 'you audit this register',
  },
  why: (name: string | null, because: string) =>
    name === null ? `You get this mail because ${because}.` : `For ${name}. You get this mail because ${because}.`,
};

function overdueNews(f: ReminderFacts): string {
  return f.hasGrace
    ? `This is ${days(f.daysOverdue)} overdue. Its last day was ${day(f.latest)}; as ${whySoft[f.certainty]}, it counts as overdue since ${day(f.overdueFrom)}.`
    : `This is ${days(f.daysOverdue)} overdue. Its last day was ${day(f.latest)}, and no verdict has been recorded.`;
}

function movedNews({ moved: change }: ReminderFacts): string {
  if (change === null || change.withdrawn) return 'The date of this was withdrawn, and no other has been named.';
  if (change.to === null) return 'The date of this changed.';
  if (change.byDays === null) return `This has a date now: ${day(change.to)}.`;
  if (change.byDays === 0) return `The date of this was set out anew; its last day is still ${day(change.to)}.`;
  const by = change.byDays > 0 ? `${days(change.byDays)} later` : `${days(-change.byDays)} earlier`;
  return `The date of this moved from ${day(change.from)} to ${day(change.to)}, ${by}.`;
}

/** "8, 14 and 15 January"; "30 December 2020; 8 and 14 January". */
function daysInWords(months: DaysOfMonth[]): string {
  return months.map((of) => `${listed(of.days)} ${of.month}`).join('; ');
}

function listed(items: string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
