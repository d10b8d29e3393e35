/** Texts that commitments are looked for in, and the form for a new one. */
import type { VNode } from 'preact';
import { textFormats, type ProposalQuality, type SourceText } from '../../../domain/texts.js';
import { formatDay, wordsIn } from '../../../i18n/index.js';
import type { FormState } from '../forms.js';
import type { Viewer } from '../viewer.js';
import { Page } from './layout.js';
import { DateBoxes, Select, TextArea, TextField } from './pieces/fields.js';
import { ErrorSummary, Form, isWrong } from './pieces/form.js';
import { BackLink, Empty, Foreign, Pagination } from './pieces/parts.js';
import { Table } from './pieces/table.js';
import { titleOf } from './text.js';

interface TextsProps {
  viewer: Viewer;
  texts: { items: readonly SourceText[]; next: string | null };
  isFirstPage: boolean;
  quality: ProposalQuality;
}

export function TextsPage({ viewer, texts, isFirstPage, quality }: TextsProps): VNode {
  const words = wordsIn(viewer.locale).texts.list;
  return (
    <Page viewer={viewer} title={words.title} here="texts">
      <p>{words.intro}</p>
      <p class="buttons">
        <a class="button" href="/texts/new">
          {words.add}
        </a>
        <a class="button second" href="/imports/new">
          {words.import}
        </a>
      </p>
      {texts.items.length === 0 ? (
        <Empty title={words.empty}>
          <p>{words.emptyHint}</p>
        </Empty>
      ) : (
        <Table
          caption={words.title}
          isCaptionHidden
          columns={[words.columns.text, words.columns.issuer, words.columns.published, words.columns.found]}
          rows={texts.items.map((text) => [
            <a href={`/texts/${text.id}`}>
              {text.title === null ? titleOf(text, viewer.locale) : <Foreign lang={text.lang}>{text.title}</Foreign>}
            </a>,
            text.issuer,
            formatDay(text.publishedOn, viewer.locale),
            words.found(text.likely, text.possible),
          ])}
        />
      )}
      <Pagination
        locale={viewer.locale}
        first={isFirstPage ? null : '/texts'}
        next={texts.next === null ? null : `/texts?before=${encodeURIComponent(texts.next)}`}
      />
      {quality.decided === 0 ? null : (
        <p class="quiet">
          {words.quality(quality.accepted + quality.merged, quality.decided)} {quality.missed === 0 ? '' : words.missed(quality.missed)}
        </p>
      )}
    </Page>
  );
}

export function NewTextPage({ viewer, form }: { viewer: Viewer; form: FormState }): VNode {
  const { list, add: words } = wordsIn(viewer.locale).texts;
  return (
    <Page viewer={viewer} title={words.title} here="texts" wrong={isWrong(form)} above={<BackLink href="/texts">{list.title}</BackLink>}>
      <ErrorSummary viewer={viewer} form={form} />
      <Form viewer={viewer} form={form}>
        <TextArea form={form} name="content" label={words.content} hint={words.contentHint} rows={14} />
        <DateBoxes form={form} name="publishedOn" label={words.published} hint={words.publishedHint} locale={viewer.locale} />
        <TextField form={form} name="issuer" label={words.issuer} hint={words.issuerHint} />
        <TextField form={form} name="title" label={words.titleLabel} />
        <TextField form={form} name="url" label={words.url} />
        <Select
          form={form}
          name="lang"
          label={words.lang}
          options={(['auto', 'en', 'fr'] as const).map((lang) => [lang, words.langs[lang]])}
        />
        <Select form={form} name="format" label={words.format} options={textFormats.map((format) => [format, words.formats[format]])} />
        <button type="submit">{words.button}</button>
      </Form>
    </Page>
  );
}
