/** What went wrong, in the reader's language, with a way forward; what exactly was refused stands in the problem that programs get. */
import type { VNode } from 'preact';
import type { Locale } from '../../../domain/people.js';
import { wordsIn } from '../../../i18n/index.js';
import type { Viewer } from '../viewer.js';
import { Page } from './layout.js';

interface ProblemProps {
  status: number;
  locale: Locale;
  viewer: Viewer | null;
  /** Where to sign in, for a page that needs it. */
  signIn: string | null;
}

export function ProblemPage({ status, locale, viewer, signIn }: ProblemProps): VNode {
  const { frame } = wordsIn(locale);
  const { title, text } = frame.errors[status in frame.errors ? (status as keyof typeof frame.errors) : status < 500 ? 400 : 500];
  return (
    <Page title={title} {...(viewer === null ? { locale } : { viewer })}>
      <p>{text}</p>
      {signIn === null ? null : (
        <p>
          <a class="button" href={signIn}>
            {frame.signIn}
          </a>
        </p>
      )}
      {signIn !== null ? null : (
        <p>
          <a href="/">{frame.toRegister}</a>
        </p>
      )}
    </Page>
  );
}
