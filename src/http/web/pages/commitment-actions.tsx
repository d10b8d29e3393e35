/** What the viewer can do with a commitment, and the proposal that waits for somebody. */
import type { VNode } from 'preact';
import { wordsIn } from '../../../i18n/index.js';
import { actions, type Action } from '../../auth/actions.js';
import type { CommitmentPageProps } from './commitment-props.js';

function may(role: string, action: Action): boolean {
  return (actions[action].roles as readonly string[]).includes(role);
}

export function Actions({ viewer, detail }: CommitmentPageProps): VNode | null {
  const { act, actions: title } = wordsIn(viewer.locale).commitment;
  const { ref, publication, verdicts } = detail;
  const isWaiting = verdicts.some(({ state }) => state === 'proposed');
  const links: [path: string, text: string][] = [
    ...(may(viewer.role, 'register.write')
      ? ([
          ...(publication === 'published' ? [] : [['publication', act.publication[publication]]]),
          ['revise', act.revise],
          ['evidence/new', act.evidence],
          ['progress', act.progress],
          ['condition', act.condition],
          ['standing', act.standing],
          ['amend', act.amend],
        ] as [string, string][])
      : []),
    ...(may(viewer.role, 'verdict.propose') && publication === 'published' && !isWaiting
      ? ([['verdict', act.verdict]] as [string, string][])
      : []),
    ...(may(viewer.role, 'register.write') && publication === 'published'
      ? ([['publication', act.publication.published]] as [string, string][])
      : []),
  ];
  if (links.length === 0) return null;
  return (
    <nav class="actions" aria-label={title}>
      <ul>
        {links.map(([path, text]) => (
          <li>
            <a href={`/commitments/${ref}/${path}`}>{text}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export function Waiting({ viewer, detail, dossier: { names }, asOf }: CommitmentPageProps): VNode | null {
  const { commitment: words, axes } = wordsIn(viewer.locale);
  const proposal = detail.verdicts.find(({ state }) => state === 'proposed');
  if (proposal === undefined) return null;
  return (
    <div class="notice">
      <p>{words.waiting(axes.verdict[proposal.verdict], names.get(proposal.proposedBy) ?? '')}</p>
      {asOf !== null ? null : (
        <p>
          <a href={`/commitments/${detail.ref}/verdict`}>{may(viewer.role, 'verdict.decide') ? words.decide : words.see}</a>
        </p>
      )}
    </div>
  );
}
