/** "Is this what they meant?": each reading of the words with its picture and its reasons, or a date of one's own. */
import type { ComponentChildren, VNode } from 'preact';
import { commitmentWindow } from '../../../../documents/charts/commitment-window.js';
import { conventionText } from '../../../../domain/convention-text.js';
import type { Conventions } from '../../../../domain/conventions.js';
import type { Reading } from '../../../../domain/phrases/index.js';
import { certainties, targetKinds } from '../../../../domain/target.js';
import { targetText } from '../../../../domain/target-text.js';
import type { Day } from '../../../../domain/time.js';
import { formatDay, wordsIn } from '../../../../i18n/index.js';
import type { FormState } from '../../forms.js';
import { choiceOf, type Checked } from '../../target-entry.js';
import type { Viewer } from '../../viewer.js';
import { DateBoxes, RadioGroup, Select, TextField, type Choice, type Option } from './fields.js';
import { Foreign } from './parts.js';

interface TargetEntryProps {
  viewer: Viewer;
  form: FormState;
  checked: Checked;
  conventions: Conventions;
  today: Day;
}

export function TargetEntry(props: TargetEntryProps): VNode {
  const { viewer, form, checked } = props;
  const { forms } = wordsIn(viewer.locale);
  const { phrase, readings } = checked;
  const intro =
    readings.length > 1
      ? forms.severalReadings
      : readings.length === 1
        ? forms.oneReading
        : phrase === ''
          ? forms.noPhrase
          : forms.noReading;
  return (
    <>
      <input type="hidden" name="checked" value={checked.mark} />
      <RadioGroup
        form={form}
        name="reading"
        label={forms.isThis}
        hint={intro}
        choices={[
          ...readings.map((reading, i): Choice => readingChoice(props, reading, i)),
          { value: 'own', label: forms.own, children: <OwnDate {...props} />, isFolded: true },
          { value: 'undated', label: forms.undated, hint: forms.undatedHint },
        ]}
      />
    </>
  );
}

function readingChoice({ viewer: { locale }, checked, conventions, today }: TargetEntryProps, reading: Reading, i: number): Choice {
  const { forms, commitment: words } = wordsIn(locale);
  const { earliest, latest, firstOverdueDay, duration = null, trigger = null, recurrence = null } = reading;
  const day = (value: Day | null): string | null => (value === null ? null : formatDay(value, locale));
  const text = targetText({ ...reading, duration, trigger, recurrence, phraseLang: checked.lang }, locale);
  const bounds = { earliest, latest };
  const picture = commitmentWindow(
    { first: bounds, current: { ...bounds, overdueFrom: firstOverdueDay, endedFrom: null }, today, metOn: null },
    { locale, id: `picture-${i}` },
  );
  const facts = [
    words.window(day(earliest), day(latest)),
    firstOverdueDay === null ? forms.neverOverdue : forms.overdueFrom(formatDay(firstOverdueDay, locale)),
  ];
  const why = reading.conventions.map((id) => conventionText(conventions, id, locale));
  const hint: ComponentChildren = (
    <>
      {facts.filter((fact) => fact !== '').join(', ')}
      {checked.readings.length === 1 ? null : (
        <>
          , <Foreign lang={checked.lang}>{forms.inWords(reading.text)}</Foreign>
        </>
      )}
    </>
  );
  return {
    value: choiceOf(i),
    label: checked.readings.length === 1 ? forms.yes(text) : forms.readAs(text),
    hint,
    children: (
      <>
        {picture === null ? null : <div class="picture" dangerouslySetInnerHTML={{ __html: picture }} />}
        {why.length === 0 ? null : (
          <details>
            <summary>{words.facts.why}</summary>
            <ul>
              {why.map((each) => (
                <li>{each}</li>
              ))}
            </ul>
          </details>
        )}
      </>
    ),
  };
}

function OwnDate({ viewer: { locale }, form }: TargetEntryProps): VNode {
  const { forms, axes, frame } = wordsIn(locale);
  const kinds = targetKinds.filter((kind) => kind !== 'undated');
  return (
    <>
      <Select
        form={form}
        name="dateKind"
        label={forms.kindOfDate}
        options={[['', ''], ...kinds.map((kind): Option => [kind, axes.targetKind[kind]])]}
      />
      <DateBoxes form={form} name="own" label={frame.optional(forms.day)} locale={locale} />
      <TextField form={form} name="edtf" label={frame.optional(forms.orEdtf)} hint={forms.edtfHint} short />
      <Select
        form={form}
        name="certainty"
        label={forms.certainty}
        options={certainties.map((certainty): Option => [certainty === 'exact' ? '' : certainty, axes.certainty[certainty]])}
      />
      <TextField form={form} name="trigger" label={frame.optional(forms.trigger)} hint={forms.triggerHint} />
      <TextField form={form} name="duration" label={frame.optional(forms.duration)} hint={forms.durationHint} short />
      <TextField form={form} name="recurrence" label={frame.optional(forms.recurrence)} hint={forms.recurrenceHint} short />
    </>
  );
}
