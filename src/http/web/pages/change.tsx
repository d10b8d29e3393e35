/** The page of a change: what it is about, what somebody else changed meanwhile, the form. */
import type { ComponentChildren, VNode } from 'preact';
import { detectLang } from '../../../domain/phrases/index.js';
import { wordsIn } from '../../../i18n/index.js';
import type { Dossier } from '../../../services/dossier.service.js';
import type { CommitmentDetail } from '../../../services/reading.service.js';
import type { FormState } from '../forms.js';
import type { Viewer } from '../viewer.js';
import { differences } from './commitment-values.js';
import { Page } from './layout.js';
import { Differences } from './pieces/differences.js';
import { ErrorSummary, Form, isWrong } from './pieces/form.js';
import { BackLink } from './pieces/parts.js';

export interface ChangePageProps {
  viewer: Viewer;
  detail: CommitmentDetail;
  title: string;
  form: FormState;
  /** What happened since the reader opened the form; null where nothing did. */
  since: Dossier | null;
  hidden?: Record<string, string>;
  /** Where the form goes; the page's own address unless said otherwise. */
  action?: string;
  encoding?: 'multipart/form-data' | undefined;
  /** The buttons, where there are others than one that records. */
  buttons?: ComponentChildren;
  /** Stands above the form and is no part of it. */
  before?: ComponentChildren;
  children: ComponentChildren;
}

export function ChangePage({
  viewer,
  detail,
  title,
  form,
  since,
  hidden,
  action,
  encoding,
  buttons,
  before,
  children,
}: ChangePageProps): VNode {
  const { forms } = wordsIn(viewer.locale);
  const path = `/commitments/${detail.ref}`;
  return (
    <Page viewer={viewer} title={title} here="register" wrong={isWrong(form)} above={<BackLink href={path}>{detail.ref}</BackLink>}>
      <ErrorSummary viewer={viewer} form={form} />
      <p class="about">
        <span lang={detectLang(detail.title)}>{detail.title}</span>
      </p>
      {since === null ? null : <Meanwhile viewer={viewer} since={since} />}
      {before}
      <Form viewer={viewer} form={form} hidden={hidden} action={action} encoding={encoding}>
        {children}
        {buttons ?? (
          <div class="buttons">
            <button type="submit">{forms.record}</button>
            <a href={path}>{forms.cancel}</a>
          </div>
        )}
      </Form>
    </Page>
  );
}

function Meanwhile({ viewer: { locale }, since: { steps, names } }: { viewer: Viewer; since: Dossier }): VNode {
  const { forms, commitment: words } = wordsIn(locale);
  return (
    <div class="notice">
      <p>{forms.conflict}</p>
      {steps.map(({ event, before, after }) => (
        <>
          <p>{forms.conflictBy(names.get(event.actor) ?? words.system, words.happened[event.type] ?? event.type)}</p>
          {before === null ? null : <Differences differences={differences(before, after, { names, locale })} words={words} />}
        </>
      ))}
    </div>
  );
}
