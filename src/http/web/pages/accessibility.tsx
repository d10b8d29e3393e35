/** What these pages do so that everybody can use them, and what is still weak. */
import type { VNode } from 'preact';
import type { Locale } from '../../../domain/people.js';
import { wordsIn } from '../../../i18n/index.js';
import type { Viewer } from '../viewer.js';
import { Page } from './layout.js';

export function AccessibilityPage({ viewer, locale }: { viewer: Viewer | null; locale: Locale }): VNode {
  const words = wordsIn(locale).planning.access;
  return (
    <Page {...(viewer === null ? { locale } : { viewer })} title={words.title}>
      {words.paragraphs.map((paragraph) => (
        <p>{paragraph}</p>
      ))}
      <h2>{words.known}</h2>
      <ul>
        {words.weaknesses.map((weakness) => (
          <li>{weakness}</li>
        ))}
      </ul>
      <h2>{words.tell}</h2>
      <p>{words.tellText}</p>
    </Page>
  );
}
