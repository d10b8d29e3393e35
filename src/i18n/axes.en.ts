/** The values of the axes and other fixed words in English, as labels: with a capital, by themselves. The French ones have this type. */
import type { CommitmentKind, Progress, Publication, Standing } from '../domain/axes.js';
import type { conditionStates } from '../domain/commitment.js';
import type { Certainty, TargetChange, TargetKind } from '../domain/target.js';
import type { Timeliness } from '../domain/timeliness.js';
import type { reasonCodes, VerdictValue } from '../domain/verdict.js';

export const axesEn = {
  kind: {
    pledge: 'Pledge',
    decision: 'Decision',
    event: 'Event',
    assurance: 'Assurance',
    request: 'Request',
  } satisfies Record<CommitmentKind, string>,
  publication: { draft: 'Draft', published: 'Published', retracted: 'Retracted' } satisfies Record<Publication, string>,
  standing: {
    active: 'Active',
    not_triggered: 'Not triggered',
    superseded: 'Superseded',
    merged: 'Merged',
    withdrawn: 'Withdrawn',
  } satisfies Record<Standing, string>,
  progress: {
    not_started: 'Not started',
    limited: 'Limited',
    substantial: 'Substantial',
    complete: 'Complete',
  } satisfies Record<Progress, string>,
  verdict: {
    pending: 'Pending',
    fulfilled: 'Fulfilled',
    partly_fulfilled: 'Partly fulfilled',
    not_fulfilled: 'Not fulfilled',
    not_verifiable: 'Not verifiable',
  } satisfies Record<VerdictValue, string>,
  timeliness: {
    undated: 'Undated',
    upcoming: 'Upcoming',
    open: 'Open',
    due_soon: 'Due soon',
    due_today: 'Due today',
    overdue: 'Overdue',
    ended: 'Ended',
    met_on_time: 'Met on time',
    met_late: 'Met late',
  } satisfies Record<Timeliness, string>,
  conditionState: {
    pending: 'Pending',
    met: 'Met',
    not_met: 'Not met',
    disputed: 'Disputed',
  } satisfies Record<(typeof conditionStates)[number], string>,
  reasonCode: {
    prevented: 'It was prevented',
    priority_changed: 'Priorities changed',
    opinion_changed: 'Opinion changed',
    partner_withdrew: 'A partner withdrew',
    no_action: 'No action was taken',
    other: 'Another reason',
  } satisfies Record<(typeof reasonCodes)[number], string>,
  targetKind: {
    on: 'On a day or days',
    during: 'At some time during',
    by: 'By, the last day included',
    before: 'Before, the day itself not included',
    until: 'Kept up until, the last day included',
    throughout: 'Kept up throughout',
    from: 'Begun from',
    recurring: 'Again and again',
    event: 'Counted from an event',
    undated: 'No date was given',
  } satisfies Record<TargetKind, string>,
  certainty: {
    exact: 'As said',
    approximate: 'Approximate',
    uncertain: 'Uncertain',
    to_be_fixed: 'Still to be fixed',
  } satisfies Record<Certainty, string>,
  targetChange: {
    original: 'First promised',
    clarified: 'Clarified',
    extended: 'Extended',
    brought_forward: 'Brought forward',
    withdrawn: 'Withdrawn',
  } satisfies Record<TargetChange, string>,
};
