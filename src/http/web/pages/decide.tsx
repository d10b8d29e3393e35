/** The decision on one proposal, or a commitment that a person found: nothing is recorded before a button is pressed. */
import type { VNode } from 'preact';
import { commitmentKinds } from '../../../domain/axes.js';
import type { Party, Person } from '../../../domain/people.js';
import type { SourceText } from '../../../domain/texts.js';
import { wordsIn } from '../../../i18n/index.js';
import type { FormState } from '../forms.js';
import type { Viewer } from '../viewer.js';
import { Page } from './layout.js';
import { CheckBoxes, Select, TextArea, TextField } from './pieces/fields.js';
import { ErrorSummary, Form, isWrong } from './pieces/form.js';
import { BackLink } from './pieces/parts.js';
import { ProposalFacts, readAs, titleOf, type ProposalItem } from './text.js';

interface DecideProps {
  viewer: Viewer;
  text: SourceText;
  item: ProposalItem;
  form: FormState;
  people: readonly Person[];
  parties: readonly Party[];
}

export function DecidePage({ viewer, text, item, form, ...choices }: DecideProps): VNode {
  const { texts } = wordsIn(viewer.locale);
  const words = texts.decide;
  return (
    <Page
      viewer={viewer}
      title={words.title}
      here="texts"
      wrong={isWrong(form)}
      above={<BackLink href={`/texts/${text.id}#${item.id}`}>{titleOf(text, viewer.locale)}</BackLink>}
    >
      <ErrorSummary viewer={viewer} form={form} />
      <blockquote lang={text.lang}>{item.quote}</blockquote>
      <ProposalFacts viewer={viewer} item={item} lang={text.lang} />
      <p class="quiet">{words.stays}</p>
      <h2>{words.accept}</h2>
      <Form viewer={viewer} form={form}>
        <CommitmentFields viewer={viewer} text={text} item={item} form={form} {...choices} />
        <button type="submit" name="act" value="accept">
          {words.acceptButton}
        </button>
        <h2>{words.reject}</h2>
        <TextField form={form} name="reason" label={wordsIn(viewer.locale).outbox.reason} hint={words.rejectHint} />
        <button type="submit" name="act" value="reject" class="second">
          {words.rejectButton}
        </button>
        <h2>{words.merge}</h2>
        <TextField form={form} name="into" label={words.into} hint={words.intoHint} short />
        <button type="submit" name="act" value="merge" class="second">
          {words.mergeButton}
        </button>
      </Form>
    </Page>
  );
}

export function AddFromTextPage({ viewer, text, form, ...choices }: Omit<DecideProps, 'item'>): VNode {
  const { texts } = wordsIn(viewer.locale);
  const words = texts.decide;
  return (
    <Page
      viewer={viewer}
      title={words.addTitle}
      here="texts"
      wrong={isWrong(form)}
      above={<BackLink href={`/texts/${text.id}`}>{titleOf(text, viewer.locale)}</BackLink>}
    >
      <ErrorSummary viewer={viewer} form={form} />
      <Form viewer={viewer} form={form}>
        <TextArea form={form} name="quote" label={words.quote} hint={words.quoteHint} rows={4} lang={text.lang} />
        <CommitmentFields viewer={viewer} text={text} item={null} form={form} {...choices} />
        <button type="submit">{words.acceptButton}</button>
      </Form>
    </Page>
  );
}

function CommitmentFields({ viewer, text, item, form, people, parties }: Omit<DecideProps, 'item'> & { item: ProposalItem | null }): VNode {
  const { texts, axes } = wordsIn(viewer.locale);
  const words = texts.decide;
  const promisor = item?.promisor ?? null;
  const target = item?.target ?? null;
  return (
    <>
      <TextField form={form} name="title" label={words.titleLabel} hint={words.titleHint} lang={text.lang} />
      <Select form={form} name="kind" label={words.kind} options={commitmentKinds.map((kind) => [kind, axes.kind[kind]])} />
      <TextField
        form={form}
        name="promisor"
        label={words.promisor}
        hint={promisor === null ? words.promisorHint : words.promisorDeduced(promisor.text, texts.one.how[promisor.how])}
        known={parties.map(({ name }) => name)}
      />
      <TextField
        form={form}
        name="when"
        label={words.when}
        hint={target === null ? words.whenHint : `${words.whenRead(readAs(target, viewer.locale))} ${words.whenHint}`}
        lang={text.lang}
      />
      <TextField form={form} name="condition" label={words.condition} lang={text.lang} />
      <TextField form={form} name="owner" label={words.owner} hint={words.ownerHint} known={people.flatMap(({ email }) => email ?? [])} />
      <TextField form={form} name="topics" label={words.topics} hint={words.topicsHint} />
      <CheckBoxes form={form} name="publish" label={words.publish} choices={[{ value: 'yes', label: words.publishChoice }]} />
    </>
  );
}
