/** The versions of reminder policies, one of them in force; each in words, with what putting it in force would change. */
import type { VNode } from 'preact';
import { formatInstant, wordsIn } from '../../../i18n/index.js';
import type { PolicyEffect } from '../../../services/policy-effect.service.js';
import { policyOf, type PolicyView } from '../../../services/policies.js';
import type { FormState } from '../forms.js';
import type { Viewer } from '../viewer.js';
import { Page } from './layout.js';
import { TextArea, TextField } from './pieces/fields.js';
import { ErrorSummary, Form, isWrong } from './pieces/form.js';
import { BackLink, StatusTag } from './pieces/parts.js';
import { Table } from './pieces/table.js';
import { Effect, Steps } from './policy-parts.js';

export function policyPath({ name, version }: Pick<PolicyView, 'name' | 'version'>): string {
  return `/policies/${encodeURIComponent(name)}/${version}`;
}

interface PoliciesProps {
  viewer: Viewer;
  policies: readonly PolicyView[];
  form: FormState;
}

export function PoliciesPage({ viewer, policies, form }: PoliciesProps): VNode {
  const words = wordsIn(viewer.locale).planning.policies;
  const at = (instant: string | null): string => (instant === null ? '–' : formatInstant(instant, viewer.zone, viewer.locale));
  const { version, state, added, activated } = words.columns;
  return (
    <Page viewer={viewer} title={words.title} here="policies" wrong={isWrong(form)}>
      <ErrorSummary viewer={viewer} form={form} />
      <p>{words.intro}</p>
      <Table
        caption={words.title}
        isCaptionHidden
        columns={[version, state, added, activated]}
        rows={policies.map((policy) => [
          <a href={policyPath(policy)}>{words.version(policy.name, policy.version)}</a>,
          policy.inForce ? <StatusTag tone="good">{words.inForce}</StatusTag> : '–',
          policy.addedAt === null ? words.shipped : at(policy.addedAt),
          at(policy.activatedAt),
        ])}
      />
      <h2>{words.add}</h2>
      {viewer.role === 'admin' ? (
        <Form viewer={viewer} form={form}>
          <TextArea form={form} name="policy" label={words.policy} hint={words.addHint} rows={20} />
          <button type="submit">{words.addButton}</button>
        </Form>
      ) : (
        <p>{words.adminsOnly}</p>
      )}
    </Page>
  );
}

interface PolicyProps {
  viewer: Viewer;
  policy: PolicyView;
  /** Null for the one that is in force. */
  effect: PolicyEffect | null;
  form: FormState;
}

export function PolicyPage({ viewer, policy, effect, form }: PolicyProps): VNode {
  const words = wordsIn(viewer.locale).planning.policies;
  return (
    <Page
      viewer={viewer}
      title={words.version(policy.name, policy.version)}
      here="policies"
      wrong={isWrong(form)}
      above={<BackLink href="/policies">{words.title}</BackLink>}
    >
      <ErrorSummary viewer={viewer} form={form} />
      {policy.inForce ? (
        <p>
          <StatusTag tone="good">{words.inForce}</StatusTag>
        </p>
      ) : null}
      {effect === null ? null : (
        <>
          <h2>{words.effect}</h2>
          <Effect viewer={viewer} effect={effect} />
        </>
      )}
      {policy.inForce ? null : viewer.role === 'admin' ? (
        <Form viewer={viewer} form={form}>
          <TextField form={form} name="reason" label={words.reason} hint={words.activateHint} />
          <button type="submit">{words.activate}</button>
        </Form>
      ) : (
        <p>{words.adminsOnly}</p>
      )}
      <h2>{words.steps}</h2>
      <Steps viewer={viewer} policy={policy} />
      <details>
        <summary>{words.json}</summary>
        <pre>{JSON.stringify(policyOf(policy), null, 2)}</pre>
      </details>
    </Page>
  );
}
