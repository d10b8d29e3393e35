/** What every page has: its head, the name above it, one column. */
import type { ComponentChildren, VNode } from 'preact';
import { render } from 'preact-render-to-string';
import type { Locale } from '../../../domain/people.js';
import { wordsIn } from '../../../i18n/index.js';

interface PageProps {
  locale: Locale;
  title: string;
  children: ComponentChildren;
}

/** The page as the browser gets it. */
export function pageOf(page: VNode): string {
  return `<!doctype html>\n${render(page)}`;
}

export function Page({ locale, title, children }: PageProps): VNode {
  const { pages: words } = wordsIn(locale);
  return (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${title} – ${words.name}`}</title>
        <link rel="stylesheet" href="/assets/style.css" />
      </head>
      <body>
        <header>{words.name}</header>
        <main>
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>
  );
}
