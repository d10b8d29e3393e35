/** Revising a date in three steps: the new words, how they are read, and old beside new with the slip, before anything is recorded. */
import type { VNode } from 'preact';
import type { Conventions } from '../../../domain/conventions.js';
import { slipDays, targetChanges, type Target } from '../../../domain/target.js';
import { targetText } from '../../../domain/target-text.js';
import type { Day } from '../../../domain/time.js';
import { formatDay, wordsIn } from '../../../i18n/index.js';
import type { Dossier } from '../../../services/dossier.service.js';
import type { CommitmentDetail } from '../../../services/reading.service.js';
import type { FormState } from '../forms.js';
import type { Checked } from '../target-entry.js';
import type { Viewer } from '../viewer.js';
import { ChangePage } from './change.js';
import { DateBoxes, RadioGroup, TextArea, TextField } from './pieces/fields.js';
import { Carried } from './pieces/form.js';
import { SummaryList } from './pieces/parts.js';
import { TargetEntry } from './pieces/target-entry.js';

interface RevisePageProps {
  viewer: Viewer;
  detail: CommitmentDetail;
  form: FormState;
  since: Dossier | null;
  conventions: Conventions;
  today: Day;
  /** How the new words were read; null before they were. */
  checked: Checked | null;
  /** What the form comes to, for the last step. */
  revised: Target | null;
}

const wordsFields: ReadonlySet<string> = new Set(['phrase', 'announcedOn-day', 'announcedOn-month', 'announcedOn-year', 'announcedOn']);
const nothing: ReadonlySet<string> = new Set();

export function RevisePage(props: RevisePageProps): VNode {
  const { viewer, detail, form, since, checked, revised } = props;
  const { forms } = wordsIn(viewer.locale);
  const title = revised === null ? forms.revise.title : forms.revise.checkTitle;
  const button = (value: string, text: string, isSecond = false): VNode => (
    <button type="submit" name="do" value={value} class={isSecond ? 'second' : undefined}>
      {text}
    </button>
  );
  const buttons = (
    <div class="buttons">
      {revised !== null ? (
        <>
          {button('record', forms.record)}
          {button('edit', forms.edit, true)}
        </>
      ) : checked !== null ? (
        <>
          {button('go', forms.go)}
          {button('check', forms.checkAgain, true)}
        </>
      ) : (
        button('check', forms.check)
      )}
      <a href={`/commitments/${detail.ref}`}>{forms.cancel}</a>
    </div>
  );
  return (
    <ChangePage
      {...{ viewer, detail, form, since, title, buttons }}
      before={revised === null ? <AsItStands {...props} /> : <OldAndNew {...props} revised={revised} />}
    >
      {revised === null ? (
        <>
          <NewWords {...props} />
          {checked === null ? <Carried form={form} but={wordsFields} /> : <Meant {...props} checked={checked} />}
        </>
      ) : (
        <Carried form={form} but={nothing} />
      )}
    </ChangePage>
  );
}

function AsItStands({ viewer: { locale }, detail }: RevisePageProps): VNode {
  const { forms, commitment } = wordsIn(locale);
  const { target, targetText: text, originalTarget } = detail;
  return (
    <SummaryList
      facts={[
        { term: forms.revise.now, text: text[locale] },
        { term: commitment.facts.overdueFrom, text: target.overdueFrom === null ? null : formatDay(target.overdueFrom, locale) },
        { term: forms.revise.was, text: target.revision === 1 ? null : targetText(originalTarget, locale) },
      ]}
    />
  );
}

function NewWords({ viewer: { locale }, form }: RevisePageProps): VNode {
  const { forms, frame } = wordsIn(locale);
  const { revise } = forms;
  return (
    <>
      <h2>{revise.new}</h2>
      <TextField form={form} name="phrase" label={frame.optional(revise.phrase)} hint={forms.phraseHint} />
      <DateBoxes form={form} name="announcedOn" label={frame.optional(revise.announcedOn)} hint={revise.announcedOnHint} locale={locale} />
    </>
  );
}

function Meant(props: RevisePageProps & { checked: Checked }): VNode {
  const { viewer, form } = props;
  const { forms, axes } = wordsIn(viewer.locale);
  const { revise } = forms;
  const moves = targetChanges.filter((change) => change !== 'original');
  return (
    <>
      <TargetEntry {...props} />
      <RadioGroup
        form={form}
        name="change"
        label={revise.change}
        choices={moves.map((value) => ({ value, label: axes.targetChange[value], hint: revise.changeHints[value] }))}
      />
      <TextArea form={form} name="reason" label={revise.reason} hint={forms.reasonHint} rows={3} />
      <TextField form={form} name="source" label={revise.source} hint={revise.sourceHint} />
    </>
  );
}

/** The slip before it is recorded: against the date before, and against the first promise, which is the one that counts. */
function OldAndNew({ viewer: { locale }, detail, revised }: RevisePageProps & { revised: Target }): VNode {
  const { forms, commitment, register, axes } = wordsIn(locale);
  const { revise } = forms;
  const { facts } = commitment;
  const slip = (from: Target): string => {
    const days = slipDays(from, revised);
    if (days === null) return revise.unknown;
    if (days === 0) return revise.unmoved;
    return days > 0 ? commitment.later(register.days(days)) : commitment.earlier(register.days(-days));
  };
  const day = (value: Day | null): string | null => (value === null ? null : formatDay(value, locale));
  return (
    <SummaryList
      facts={[
        { term: revise.old, text: detail.targetText[locale] },
        { term: revise.new, text: <strong>{targetText(revised, locale)}</strong> },
        { term: facts.readAs, text: commitment.window(day(revised.earliest), day(revised.latest)) },
        { term: facts.overdueFrom, text: day(revised.overdueFrom) },
        { term: facts.endedFrom, text: day(revised.endedFrom) },
        { term: revise.slipNow, text: slip(detail.target) },
        { term: revise.slipAll, text: detail.target.revision === 1 ? null : slip(detail.originalTarget) },
        { term: revise.change, text: axes.targetChange[revised.change] },
        { term: commitment.reason, text: revised.reason },
        { term: commitment.source, text: revised.source },
      ]}
    />
  );
}
