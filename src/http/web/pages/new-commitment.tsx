/** Registering a commitment: what was said, then how its date is read, then the rest. */
import type { VNode } from 'preact';
import { commitmentKinds } from '../../../domain/axes.js';
import type { Conventions } from '../../../domain/conventions.js';
import type { Party, Person } from '../../../domain/people.js';
import type { Day } from '../../../domain/time.js';
import { wordsIn } from '../../../i18n/index.js';
import type { FormState } from '../forms.js';
import { statementFields } from '../new-commitment.js';
import type { Checked } from '../target-entry.js';
import type { Viewer } from '../viewer.js';
import { languageOptions } from './languages.js';
import { Page } from './layout.js';
import { DateBoxes, RadioGroup, Select, TextArea, TextField, type Option } from './pieces/fields.js';
import { Carried, ErrorSummary, Form, isWrong } from './pieces/form.js';
import { BackLink } from './pieces/parts.js';
import { TargetEntry } from './pieces/target-entry.js';

interface NewCommitmentProps {
  viewer: Viewer;
  form: FormState;
  /** How the words about time were read; null before they were. */
  checked: Checked | null;
  people: readonly Person[];
  parties: readonly Party[];
  conventions: Conventions;
  today: Day;
}

export function NewCommitmentPage(props: NewCommitmentProps): VNode {
  const { viewer, form, checked } = props;
  const { forms, commitment } = wordsIn(viewer.locale);
  const isSaidWrong = Object.keys(form.errors).some((field) => statementFields.has(field));
  return (
    <Page
      viewer={viewer}
      title={forms.newTitle}
      here="register"
      wrong={isWrong(form)}
      above={<BackLink href="/">{commitment.back}</BackLink>}
    >
      <ErrorSummary viewer={viewer} form={form} />
      <Form viewer={viewer} form={form}>
        {checked === null ? (
          <>
            <Said {...props} />
            <Carried form={form} but={statementFields} />
            <div class="buttons">
              <button type="submit" name="do" value="check">
                {forms.check}
              </button>
            </div>
          </>
        ) : (
          <>
            <details open={isSaidWrong}>
              <summary>{forms.changeSaid}</summary>
              <Said {...props} />
              <button type="submit" name="do" value="check" class="second">
                {forms.checkAgain}
              </button>
            </details>
            <TargetEntry {...props} checked={checked} />
            <Rest {...props} />
            <div class="buttons">
              <button type="submit" name="do" value="publish">
                {forms.publish}
              </button>
              <button type="submit" name="do" value="draft" class="second">
                {forms.draft}
              </button>
            </div>
            <p class="quiet">{forms.draftHint}</p>
          </>
        )}
      </Form>
    </Page>
  );
}

function Said({ viewer: { locale }, form }: NewCommitmentProps): VNode {
  const { forms, frame } = wordsIn(locale);
  const { optional } = frame;
  return (
    <>
      <h2>{forms.saidSection}</h2>
      <TextArea form={form} name="quote" label={forms.quote} hint={forms.quoteHint} rows={5} />
      <Select form={form} name="lang" label={forms.quoteLang} options={languageOptions(locale)} />
      <DateBoxes form={form} name="saidOn" label={forms.saidOn} hint={forms.saidOnHint} locale={locale} />
      <TextField form={form} name="phrase" label={optional(forms.phrase)} hint={forms.phraseHint} />
      <TextField form={form} name="speaker" label={optional(forms.speaker)} />
      <TextField form={form} name="speakerRole" label={optional(forms.speakerRole)} />
      <TextField form={form} name="sourceTitle" label={optional(forms.sourceTitle)} />
      <TextField form={form} name="sourcePublisher" label={optional(forms.sourcePublisher)} />
      <TextField form={form} name="sourceUrl" label={optional(forms.sourceUrl)} />
      <DateBoxes form={form} name="publishedOn" label={optional(forms.publishedOn)} locale={locale} />
    </>
  );
}

function Rest({ viewer: { locale }, form, people, parties }: NewCommitmentProps): VNode {
  const { forms, axes, frame } = wordsIn(locale);
  const { optional } = frame;
  return (
    <>
      <h2>{forms.restSection}</h2>
      <TextField form={form} name="title" label={forms.title} hint={forms.titleHint} />
      <TextField form={form} name="promisor" label={forms.promisor} known={parties.map(({ name }) => name)} />
      <RadioGroup
        form={form}
        name="kind"
        label={forms.kind}
        choices={commitmentKinds.map((value) => ({ value, label: axes.kind[value] }))}
      />
      <TextArea form={form} name="beneficiaries" label={optional(forms.beneficiaries)} hint={forms.eachLine} rows={2} />
      <TextArea form={form} name="topics" label={optional(forms.topics)} hint={forms.eachLine} rows={2} />
      <TextArea form={form} name="measure" label={optional(forms.measure)} rows={3} />
      <TextArea form={form} name="condition" label={optional(forms.condition)} hint={forms.conditionHint} rows={2} />
      <Select
        form={form}
        name="owner"
        label={forms.owner}
        options={[['', forms.ownerNobody], ...people.map(({ name, email }): Option => [email ?? '', name ?? email ?? ''])]}
      />
    </>
  );
}
