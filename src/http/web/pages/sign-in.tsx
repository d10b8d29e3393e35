/** The pages by which people get in and out: they need no script, and say nothing about who works here. */
import type { ComponentChildren, VNode } from 'preact';
import type { Locale } from '../../../domain/people.js';
import { wordsIn } from '../../../i18n/index.js';
import type { FormState } from '../forms.js';
import { ErrorSummary, Form, isWrong } from './pieces/form.js';
import { TextField } from './pieces/fields.js';
import { Page } from './layout.js';

/** Somebody who has not signed in: their language, and the address of the page. */
export interface Stranger {
  locale: Locale;
  path: string;
}

const nobody = { csrf: null };

interface SignInProps {
  reader: Stranger;
  form: FormState;
  next: string;
  /** By which name the provider of identities is known, where there is one. */
  provider: string | null;
}

export function SignInPage({ reader, form, next, provider }: SignInProps): VNode {
  const { signIn: words } = wordsIn(reader.locale);
  const wrong = isWrong(form);
  return (
    <Page {...reader} title={words.title} wrong={wrong}>
      <ErrorSummary viewer={reader} form={form} />
      {provider === null ? null : (
        <>
          <p>
            <a class="button" href={`/sign-in/provider?next=${encodeURIComponent(next)}`}>
              {words.provider(provider)}
            </a>
          </p>
          <p class="quiet">{words.or}</p>
        </>
      )}
      <Form viewer={nobody} form={form} action="/sign-in" hidden={{ next }}>
        <TextField form={form} name="email" label={words.email} type="email" autocomplete="username" />
        <TextField
          form={form}
          name="password"
          label={words.password}
          hint={words.passwordHint}
          type="password"
          autocomplete="current-password"
        />
        <p>
          <button type="submit">{words.button}</button>
        </p>
      </Form>
    </Page>
  );
}

export function SentPage({ reader, captured }: { reader: Stranger; captured: boolean }): VNode {
  const { sent: words } = wordsIn(reader.locale).signIn;
  return (
    <Said reader={reader} title={words.title} wayOn={words.again}>
      <p>{words.text}</p>
      {captured ? <p class="notice">{words.captured}</p> : null}
      <p>{words.nothing}</p>
    </Said>
  );
}

export function LinkPage({ reader, who, form, next }: { reader: Stranger; who: string; form: FormState; next: string }): VNode {
  const { link: words } = wordsIn(reader.locale).signIn;
  return (
    <Page {...reader} title={words.title(who)}>
      <p>{words.text}</p>
      <Form viewer={nobody} form={form} hidden={{ next }}>
        <p>
          <button type="submit">{words.button}</button>
        </p>
      </Form>
    </Page>
  );
}

/** For the first administrator, who has no name here yet. */
export function FirstPage({ reader, form }: { reader: Stranger; form: FormState }): VNode {
  const { first: words } = wordsIn(reader.locale).signIn;
  return (
    <Page {...reader} title={words.title} wrong={isWrong(form)}>
      <ErrorSummary viewer={reader} form={form} />
      <p>{words.text}</p>
      <Form viewer={nobody} form={form}>
        <TextField form={form} name="name" label={words.name} autocomplete="name" />
        <TextField form={form} name="email" label={words.email} hint={words.emailHint} type="email" autocomplete="email" />
        <p>
          <button type="submit">{words.button}</button>
        </p>
      </Form>
    </Page>
  );
}

export function GoneLinkPage({ reader }: { reader: Stranger }): VNode {
  const { link: words } = wordsIn(reader.locale).signIn;
  return (
    <Said reader={reader} title={words.goneTitle} wayOn={words.goneWayOn}>
      <p>{words.goneText}</p>
    </Said>
  );
}

export function SignedOutPage({ reader }: { reader: Stranger }): VNode {
  const { signedOut: words } = wordsIn(reader.locale).signIn;
  return (
    <Said reader={reader} title={words.title} wayOn={words.again}>
      <p>{words.text}</p>
    </Said>
  );
}

/** Something to read, and the way back to signing in. */
function Said({ reader, title, wayOn, children }: { reader: Stranger; title: string; wayOn: string; children: ComponentChildren }): VNode {
  return (
    <Page {...reader} title={title}>
      {children}
      <p>
        <a href="/sign-in">{wayOn}</a>
      </p>
    </Page>
  );
}
