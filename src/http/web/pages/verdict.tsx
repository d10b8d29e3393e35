/** Two people make a verdict: the form of the one who proposes it, and of the one who confirms or returns it. */
import type { VNode } from 'preact';
import { barredAs, reasonCodes, settledValues, type Barred, type Verdict } from '../../../domain/verdict.js';
import { dayIn } from '../../../domain/time.js';
import { formatDay, wordsIn } from '../../../i18n/index.js';
import type { Dossier } from '../../../services/dossier.service.js';
import type { CommitmentDetail } from '../../../services/reading.service.js';
import { actions } from '../../auth/actions.js';
import type { FormState } from '../forms.js';
import type { Viewer } from '../viewer.js';
import { ChangePage } from './change.js';
import { edtfInWords } from './edtf-words.js';
import { Page } from './layout.js';
import { CheckBoxes, RadioGroup, Select, TextArea, TextField, type Option } from './pieces/fields.js';
import { BackLink, SummaryList } from './pieces/parts.js';

interface ProposalProps {
  viewer: Viewer;
  detail: CommitmentDetail;
  form: FormState;
  since: Dossier | null;
}

export function ProposalPage({ viewer, detail, form, since }: ProposalProps): VNode {
  const { forms, axes, frame } = wordsIn(viewer.locale);
  const { verdict: words } = forms;
  const { ref, evidence, publication } = detail;
  const path = `/commitments/${ref}`;
  if (publication !== 'published' || evidence.length === 0)
    return (
      <Page viewer={viewer} title={words.title} here="register" above={<BackLink href={path}>{ref}</BackLink>}>
        <p>{words.rules}</p>
        <p>{publication === 'published' ? words.noEvidence : words.notPublished}</p>
        {publication !== 'published' ? null : (
          <p>
            <a class="button" href={`${path}/evidence/new`}>
              {words.recordEvidence}
            </a>
          </p>
        )}
      </Page>
    );
  return (
    <ChangePage
      {...{ viewer, detail, form, since }}
      title={words.title}
      before={<p>{words.rules}</p>}
      buttons={
        <div class="buttons">
          <button type="submit">{words.propose}</button>
          <a href={path}>{forms.cancel}</a>
        </div>
      }
    >
      <RadioGroup
        form={form}
        name="verdict"
        label={words.verdict}
        choices={settledValues.map((value) => ({ value, label: axes.verdict[value] }))}
      />
      <TextField form={form} name="fulfilledOn" label={frame.optional(words.fulfilledOn)} hint={words.fulfilledOnHint} short />
      <Select
        form={form}
        name="reasonCode"
        label={words.reasonCode}
        hint={words.reasonCodeHint}
        options={[['', words.none], ...reasonCodes.map((code): Option => [code, axes.reasonCode[code]])]}
      />
      <TextArea form={form} name="rationale" label={words.rationale} hint={forms.reasonHint} />
      <CheckBoxes
        form={form}
        name="evidence"
        label={words.evidence}
        choices={evidence.map(({ id, shows, url, date }) => ({
          value: id,
          label: shows,
          hint: [formatDay(date, viewer.locale), url].filter((part) => part !== null).join(', '),
        }))}
      />
    </ChangePage>
  );
}

export type MayNot = Barred | 'role';

interface DecisionProps extends ProposalProps {
  proposal: Verdict;
  proposer: string;
  /** The rule that keeps the viewer from deciding; null where none does. */
  mayNot: MayNot | null;
}

export function DecisionPage({ viewer, detail, form, since, proposal, proposer, mayNot }: DecisionProps): VNode {
  const { locale, zone } = viewer;
  const { forms, axes, commitment } = wordsIn(locale);
  const { verdict: words } = forms;
  const rests = detail.evidence.filter(({ id }) => proposal.evidence.includes(id));
  const proposed = (
    <>
      <p>{words.proposed(proposer, formatDay(dayIn(zone, proposal.proposedAt), locale))}</p>
      <SummaryList
        facts={[
          { term: commitment.facts.verdict, text: axes.verdict[proposal.verdict] },
          { term: commitment.reason, text: proposal.reasonCode === null ? null : axes.reasonCode[proposal.reasonCode] },
          { term: commitment.facts.fulfilledOn, text: proposal.fulfilledOn === null ? null : edtfInWords(proposal.fulfilledOn, locale) },
          { term: commitment.rationale, text: proposal.rationale },
          {
            term: commitment.evidence,
            text: rests.map(({ id, shows }) => (
              <div>
                <a href={`/commitments/${detail.ref}#evidence-${id}`}>{shows}</a>
              </div>
            )),
          },
        ]}
      />
    </>
  );
  if (mayNot !== null)
    return (
      <Page
        viewer={viewer}
        title={words.decideTitle}
        here="register"
        above={<BackLink href={`/commitments/${detail.ref}`}>{detail.ref}</BackLink>}
      >
        {proposed}
        <p class="notice">{words.mayNot[mayNot]}</p>
      </Page>
    );
  return (
    <ChangePage
      {...{ viewer, detail, form, since }}
      title={words.decideTitle}
      action={`/commitments/${detail.ref}/verdict/decision`}
      hidden={{ id: proposal.id }}
      before={proposed}
      buttons={
        <div class="buttons">
          <button type="submit">{words.decide}</button>
          <a href={`/commitments/${detail.ref}`}>{forms.cancel}</a>
        </div>
      }
    >
      <RadioGroup
        form={form}
        name="decision"
        label={words.decision}
        choices={[
          { value: 'confirm', label: words.confirm, hint: words.confirmHint },
          { value: 'return', label: words.return, hint: words.returnHint },
        ]}
      />
      <TextArea form={form} name="reason" label={forms.reason} hint={forms.reasonHint} />
    </ChangePage>
  );
}

/** The rule of the four eyes, told before anybody tries. */
export function whyNot(viewer: Viewer, detail: CommitmentDetail, proposal: Verdict, owners: ReadonlySet<string>): MayNot | null {
  if (!(actions['verdict.decide'].roles as readonly string[]).includes(viewer.role)) return 'role';
  return barredAs({ registeredBy: detail.registeredBy, owner: detail.owner?.id ?? null }, proposal, viewer.id, owners);
}
