/** A reminder of every kind, from the press article of 30 November 2020. */
import type { ReminderContent } from '../../src/mail/content.js';
import type { StepClass } from '../../src/domain/reminder-policy.js';
import type { Target } from '../../src/domain/target.js';

export function targetOf(change: Partial<Target>): Target {
  return {
    revision: 1,
    change: 'original',
    kind: 'by',
    edtf: '2021-01-15',
    certainty: 'exact',
    phrase: null,
    phraseLang: null,
    saidOn: '2020-11-17',
    zone: 'Europe/Brussels',
    earliest: '2020-11-17',
    latest: '2021-01-15',
    overdueFrom: '2021-01-16',
    endedFrom: null,
    duration: null,
    trigger: null,
    triggeredOn: null,
    recurrence: null,
    conventions: [],
    reason: null,
    source: null,
    ...change,
  };
}

const troops = {
  ref: 'C-0008',
  title: 'Reduce the United States contingent to 2,500 troops',
  url: 'https://pledges.example.org/commitments/C-0008',
  quote: 'Donald Trump a décidé de réduire le contingent américain',
  quoteLang: 'fr',
  speaker: 'NATO Secretary General',
  promisor: 'United States',
  saidOn: '2020-11-17',
  sourceTitle: 'Interview of 30 November 2020',
  sourceUrl: 'https://press.example.org/2020/11/30/interview',
  condition: null,
  owner: 'Policy desk',
};

const summit = {
  ...troops,
  ref: 'C-0007',
  title: 'Hold a NATO summit with the new President of the United States',
  quote: 'J’ai invité Joe Biden à participer à un sommet de l’OTAN au début de l’année prochaine, à une date qui reste à fixer',
  promisor: 'NATO',
  saidOn: '2020-11-30',
};

const forces = {
  ...troops,
  ref: 'C-0003',
  title: 'Keep financing the Afghan security forces through 2021',
  quote: 'les Alliés de l’OTAN ont déjà pris des engagements pour la prochaine année',
  promisor: 'NATO Allies',
  saidOn: '2020-11-24',
};

const decisions = {
  ...summit,
  ref: 'C-0002',
  title: 'Take the decisions on the mission in Afghanistan',
  quote: 'des décisions difficiles devront être prises en 2021 si les talibans ne respectent pas leurs engagements',
  condition: { text: 'the Taliban do not keep their commitments', state: 'pending' as const },
};

const early2021 = targetOf({
  kind: 'during',
  edtf: '2021-37',
  certainty: 'to_be_fixed',
  phrase: 'au début de l’année prochaine, à une date qui reste à fixer',
  phraseLang: 'fr',
  saidOn: '2020-11-30',
  earliest: '2021-01-01',
  latest: '2021-04-30',
  overdueFrom: '2021-05-31',
});

const june14 = targetOf({
  revision: 2,
  change: 'clarified',
  kind: 'on',
  edtf: '2021-06-14',
  saidOn: '2021-04-22',
  earliest: '2021-06-14',
  latest: '2021-06-14',
  overdueFrom: '2021-06-15',
});

const year2021 = targetOf({
  kind: 'during',
  edtf: '2021',
  phrase: 'en 2021',
  phraseLang: 'fr',
  saidOn: '2020-11-30',
  earliest: '2021-01-01',
  latest: '2021-12-31',
  overdueFrom: '2022-01-01',
});

const throughout2021 = targetOf({
  kind: 'throughout',
  edtf: '2021',
  certainty: 'approximate',
  phrase: 'pour la prochaine année',
  phraseLang: 'fr',
  saidOn: '2020-11-24',
  earliest: '2021-01-01',
  latest: '2021-12-31',
  overdueFrom: null,
  endedFrom: '2022-01-01',
});

const undated = targetOf({ kind: 'undated', edtf: null, earliest: null, latest: null, overdueFrom: null, saidOn: '2020-11-24' });

const page = 'https://pledges.example.org/a/tok-';
const base: Omit<ReminderContent, 'kind' | 'today' | 'commitment' | 'target'> = {
  also: [],
  zone: 'Europe/Brussels',
  locale: 'en',
  to: { name: 'Policy desk', because: 'owner' },
  change: null,
  verdict: null,
  late: null,
  links: {
    open: 'https://pledges.example.org/commitments/C-0008',
    acknowledge: `${page}ack`,
    progress: `${page}progress`,
    snooze7: `${page}snooze7`,
    snooze30: `${page}snooze30`,
  },
};

/** One of each kind, on a day when it would be sent. */
export const samples: Record<StepClass, ReminderContent> = {
  opens: { ...base, kind: 'opens', today: '2021-01-01', commitment: decisions, target: year2021 },
  lead: { ...base, kind: 'lead', also: ['opens'], today: '2020-12-16', commitment: troops, target: targetOf({}) },
  due: { ...base, kind: 'due', today: '2021-01-15', commitment: troops, target: targetOf({}) },
  passed: { ...base, kind: 'passed', today: '2021-05-01', commitment: summit, target: early2021 },
  overdue: {
    ...base,
    kind: 'overdue',
    today: '2021-01-18',
    commitment: troops,
    target: targetOf({}),
    late: {
      downFrom: '2021-01-04T23:00:00.000Z',
      downTo: '2021-01-18T11:00:00.000Z',
      replaced: [
        { class: 'due', nominalDate: '2021-01-15' },
        { class: 'lead', nominalDate: '2021-01-08' },
        { class: 'lead', nominalDate: '2021-01-14' },
      ],
    },
  },
  escalation: {
    ...base,
    kind: 'escalation',
    today: '2021-01-29',
    to: { name: 'Desk lead', because: 'escalation' },
    commitment: troops,
    target: targetOf({}),
  },
  check_in: { ...base, kind: 'check_in', today: '2021-11-24', commitment: forces, target: throughout2021 },
  ended: {
    ...base,
    kind: 'ended',
    today: '2022-01-01',
    to: { name: 'Auditor', because: 'auditors' },
    commitment: forces,
    target: throughout2021,
  },
  review: { ...base, kind: 'review', today: '2021-02-22', commitment: { ...forces, ref: 'C-0004' }, target: undated },
  date_changed: {
    ...base,
    kind: 'date_changed',
    today: '2021-04-22',
    to: { name: null, because: 'followers' },
    commitment: summit,
    target: june14,
    change: { from: early2021, to: june14, reason: 'The date of the summit was announced.', slipDays: 45 },
    links: { open: base.links.open, unsubscribe: `${page}unsubscribe` },
  },
  settled: {
    ...base,
    kind: 'settled',
    today: '2021-01-20',
    to: { name: 'Follower in New York', because: 'followers' },
    commitment: troops,
    target: targetOf({}),
    verdict: { verdict: 'fulfilled', timeliness: 'met_on_time', days: null, reasonCode: null, on: '2021-01-15' },
    links: { open: base.links.open, unsubscribe: `${page}unsubscribe` },
  },
};

export const targets = { early2021, june14, year2021, throughout2021, undated };
