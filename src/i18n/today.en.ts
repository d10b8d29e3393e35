/** The words of the page of the day in English. The French ones have this type, so none can be missing. */
const commitments = (count: number): string => (count === 1 ? '1 commitment' : `${count} commitments`);

export const todayEn = {
  title: 'Today',
  day: (day: string) => `It is ${day}.`,
  confirm: 'Waiting for your confirmation',
  proposed: (verdict: string, who: string) => `${verdict}, proposed by ${who}`,
  nothingToConfirm: 'Nothing waits for you.',
  overdue: 'Newly overdue',
  overdueText: 'Overdue since a day of the last seven, and without a verdict.',
  nothingOverdue: 'Nothing has become overdue in the last seven days.',
  allOverdue: 'All that is overdue',
  due: 'Due in the next 30 days',
  nothingDue: 'Nothing falls due in the next 30 days.',
  allDue: (count: number) => `All ${commitments(count)} due in the next 30 days`,
  mail: 'Mail trouble',
  mailHeld: 'No mail goes out at the moment.',
  mailFailed: (count: number) => (count === 1 ? '1 mail failed in the last seven days.' : `${count} mails failed in the last seven days.`),
  mailUnknown: (count: number) =>
    count === 1
      ? 'Of 1 mail of the last seven days nobody can say whether it arrived.'
      : `Of ${count} mails of the last seven days nobody can say whether they arrived.`,
  noMailTrouble: 'None in the last seven days.',
  outbox: 'See the outbox',
  news: 'What changed since you last looked',
  newsSince: (when: string) => `Since ${when}.`,
  newsFirst: 'You have not said so far that you looked. These are the newest changes.',
  newsMore: (count: number) => `Only the newest ${count} are shown.`,
  noNews: 'Nothing has changed.',
  looked: 'I have looked at these',
};
