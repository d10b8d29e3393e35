/** The words of calendars and of the feed of changes in English. The French ones have this type, so none can be missing. */
import type { TargetChange } from '../domain/target.js';

const quoted = (text: string): string => `“${text}”`;
const row = (label: string, value: string): string => `${label}: ${value}`;

const verdict = {
  pending: 'Open again',
  fulfilled: 'Fulfilled',
  partly_fulfilled: 'Partly fulfilled',
  not_fulfilled: 'Not fulfilled',
  not_verifiable: 'Not verifiable',
};
const progress = { not_started: 'not started', limited: 'limited', substantial: 'substantial', complete: 'complete' };
const conditionState = { pending: 'pending', met: 'met', not_met: 'not met', disputed: 'disputed' };

export const calendarEn = {
  name: 'Pledgebook: commitments',
  summary: (settled: string | null, title: string, when: string) => `${settled === null ? '' : `${settled}: `}${title} (${when})`,
  promisor: 'Promised by',
  readAs: 'Read as',
  condition: 'Condition',
  progressLabel: 'Progress',
  verdictLabel: 'Verdict',
  reference: 'Reference',
  withState: (text: string, state: string) => `${text} (${state})`,
  quoted,
  row,
  verdict,
  progress,
  conditionState,
};

export const changesEn = {
  title: 'Pledgebook: changes',
  subtitle: 'What changed in the published commitments',
  entryTitle: (ref: string, headline: string, title: string) => `${ref} ${headline}: ${title}`,
  headline: {
    'commitment.published': 'published',
    'commitment.amended': 'amended',
    'target.revised': 'date changed',
    'condition.changed': 'condition changed',
    'progress.reported': 'progress reported',
    'standing.changed': 'standing changed',
    'evidence.added': 'evidence added',
    'verdict.confirmed': 'verdict confirmed',
  },
  promisor: 'Promised by',
  date: 'Read as',
  before: 'Before',
  after: 'Now',
  move: 'Kind of change',
  reason: 'Reason',
  source: 'Source',
  slip: 'Moved in all, in days',
  condition: 'Condition',
  noCondition: 'none any more',
  progressLabel: 'Progress',
  standingLabel: 'Standing',
  verdictLabel: 'Verdict',
  reasonCode: 'Why',
  fulfilledOn: 'Fulfilled on',
  amended: 'Amended',
  evidence: 'Evidence',
  quoted,
  row,
  withState: calendarEn.withState,
  verdict,
  progress,
  conditionState,
  moves: {
    original: 'original',
    clarified: 'clarified',
    extended: 'extended',
    brought_forward: 'brought forward',
    withdrawn: 'withdrawn',
  } satisfies Record<TargetChange, string>,
  standing: { active: 'active', not_triggered: 'not triggered', superseded: 'superseded', merged: 'merged', withdrawn: 'withdrawn' },
  reasons: {
    prevented: 'prevented',
    priority_changed: 'priority changed',
    opinion_changed: 'opinion changed',
    partner_withdrew: 'partner withdrew',
    no_action: 'no action',
    other: 'other',
  },
  members: {
    title: 'title',
    kind: 'kind',
    statement: 'statement',
    promisor: 'promisor',
    beneficiaries: 'beneficiaries',
    topics: 'topics',
    measure: 'measure of success',
    externalId: 'external id',
  } as Partial<Record<string, string>>,
};
