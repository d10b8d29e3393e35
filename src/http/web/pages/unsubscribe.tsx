/** The page behind "stop these mails": says what the button will do, or that it was done. */
import type { VNode } from 'preact';
import type { Locale } from '../../../domain/people.js';
import { wordsIn } from '../../../i18n/index.js';

export function UnsubscribePage({ locale, done }: { locale: Locale; done: boolean }): VNode {
  const { unsubscribe: words } = wordsIn(locale);
  return (
    <html lang={locale}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{words.title}</title>
      </head>
      <body>
        <main>
          <h1>{done ? words.doneTitle : words.title}</h1>
          <p>{done ? words.done : words.explanation}</p>
          {done ? null : (
            <form method="post">
              <button type="submit">{words.button}</button>
            </form>
          )}
        </main>
      </body>
    </html>
  );
}
