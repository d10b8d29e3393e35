/** The words in and beside pictures, in English. The French ones have this type, so none can be missing. */

const days = (n: number): string => (n === 1 ? '1 day' : `${n} days`);

export const chartsEn = {
  months: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'June', 'July', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'],
  row: (label: string, value: string) => `${label}: ${value}`,
  span: (from: string, to: string) => `${from} – ${to}`,
  from: (day: string) => `from ${day}`,
  until: (day: string) => `until ${day}`,
  noDate: 'no date',
  first: 'First promised',
  now: 'Now',
  window: 'Promised',
  slip: (n: number) => (n < 0 ? `moved ${days(-n)} earlier` : `moved ${days(n)} later`),
  today: 'Today',
  asOf: 'As of',
  overdueFrom: 'Overdue from',
  endedFrom: 'Ends; a verdict is due from',
  metOn: 'Fulfilled on',
  windowTitle: 'The time that was promised',
  windowsTitle: 'Windows: first promised, and now',
  windowsDesc: (shown: number, moved: number) => `${shown === 1 ? '1 commitment' : `${shown} commitments`}, of which ${moved} moved.`,
  verdictsTitle: 'Verdicts by promisor',
  verdictsDesc: (promisors: number, commitments: number) =>
    `${commitments === 1 ? '1 commitment' : `${commitments} commitments`} by ${promisors === 1 ? '1 promisor' : `${promisors} promisors`}.`,
  segment: (name: string, outcome: string, n: number) => `${name}, ${outcome}: ${n}`,
  outcomes: {
    fulfilled_on_time: 'fulfilled on time',
    fulfilled_late: 'fulfilled late',
    partly_fulfilled: 'partly fulfilled',
    not_fulfilled: 'not fulfilled',
    pending: 'pending',
    overdue: 'overdue, no verdict yet',
    left_out: 'left out of the rate',
  },
  overTimeTitle: 'Due and fulfilled over time',
  overTimeDesc: (due: number, certainly: number, fulfilled: number, day: string) =>
    `On ${day}: ${due} could have been due, ${certainly} were certainly due, ${fulfilled} were fulfilled.`,
  earliestDue: 'could be due: the window has opened',
  certainlyDue: 'certainly due: the window is over',
  fulfilled: 'fulfilled',
};
