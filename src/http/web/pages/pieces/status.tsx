/** Where a commitment stands, in marks: what was found of it, how it stands against its date, and what is out of the ordinary. */
import type { VNode } from 'preact';
import type { Words } from '../../../../i18n/index.js';
import type { CommitmentView } from '../../../../services/views.js';
import { StatusTag, type Tone } from './parts.js';

const verdictTones: Record<CommitmentView['verdict'], Tone> = {
  pending: 'plain',
  fulfilled: 'good',
  partly_fulfilled: 'mixed',
  not_fulfilled: 'late',
  not_verifiable: 'plain',
};
const timelinessTones: Record<CommitmentView['timeliness'], Tone> = {
  undated: 'plain',
  upcoming: 'plain',
  open: 'open',
  due_soon: 'soon',
  due_today: 'soon',
  overdue: 'late',
  ended: 'soon',
  met_on_time: 'good',
  met_late: 'soon',
};

interface Mark {
  tone: Tone;
  text: string;
}

export function StatusTags({ view, words }: { view: CommitmentView; words: Words }): VNode {
  return (
    <span class="tags">
      {marksOf(view, words).map(({ tone, text }) => (
        <StatusTag tone={tone}>{text}</StatusTag>
      ))}
    </span>
  );
}

/** Overdue and broken are two things: a verdict never takes the place of the date, unless the date was met. */
function marksOf(view: CommitmentView, { axes, register }: Words): Mark[] {
  const { publication, standing, verdict, timeliness, passed, condition } = view;
  return [
    ...(publication === 'published' ? [] : [{ tone: 'plain' as const, text: axes.publication[publication] }]),
    ...(standing === 'active' ? [] : [{ tone: 'plain' as const, text: axes.standing[standing] }]),
    ...(verdict === 'pending' ? [] : [{ tone: verdictTones[verdict], text: axes.verdict[verdict] }]),
    ...(isOfInterest(view) ? [{ tone: timelinessTones[timeliness], text: timelinessIn(view, axes.timeliness, register) }] : []),
    ...(passed && timeliness === 'open' ? [{ tone: 'soon' as const, text: register.passed }] : []),
    ...(passed && verdict === 'pending' && condition?.state === 'pending' ? [{ tone: 'soon' as const, text: register.conditionOpen }] : []),
  ];
}

/** What was settled, or is no longer in force, is not measured against the calendar any more, unless it was late. */
function isOfInterest({ verdict, standing, timeliness, passed }: CommitmentView): boolean {
  if (verdict !== 'pending') return timeliness === 'met_late';
  return standing === 'active' && !(passed && timeliness === 'open');
}

function timelinessIn({ timeliness, days }: CommitmentView, words: Words['axes']['timeliness'], register: Words['register']): string {
  const count = days === null ? undefined : register.count[timeliness]?.(days);
  return count === undefined ? words[timeliness] : `${words[timeliness]}, ${count}`;
}
