/** Setting a password of one's own. */
import type { VNode } from 'preact';
import { wordsIn } from '../../../i18n/index.js';
import type { FormState } from '../forms.js';
import type { Viewer } from '../viewer.js';
import { ErrorSummary, Form, isWrong } from './pieces/form.js';
import { TextField } from './pieces/fields.js';
import { Page } from './layout.js';
import { Notice } from './pieces/parts.js';

interface PasswordProps {
  viewer: Viewer;
  form: FormState;
  /** Whether the present one is asked for. */
  needsCurrent: boolean;
  done: boolean;
  email: string;
}

export function PasswordPage({ viewer, form, needsCurrent, done, email }: PasswordProps): VNode {
  const { setPassword: words } = wordsIn(viewer.locale).signIn;
  return (
    <Page viewer={viewer} title={words.title} wrong={isWrong(form)}>
      {done ? <Notice>{words.done}</Notice> : null}
      <ErrorSummary viewer={viewer} form={form} />
      <p>{words.text}</p>
      <Form viewer={viewer} form={form} action="/password">
        {/* So that a password manager knows whose it is. */}
        <input type="text" name="username" value={email} autocomplete="username" readOnly hidden />
        {needsCurrent ? (
          <TextField
            form={form}
            name="current"
            label={words.current}
            hint={words.forgotten}
            type="password"
            autocomplete="current-password"
          />
        ) : null}
        <TextField form={form} name="password" label={words.password} hint={words.hint} type="password" autocomplete="new-password" />
        <p class="buttons">
          <button type="submit">{words.button}</button>
          <a href="/">{words.later}</a>
        </p>
      </Form>
    </Page>
  );
}
