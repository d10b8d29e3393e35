/** The exact words, in their own language, with what was said about time marked in them. */
import type { VNode } from 'preact';

interface QuoteProps {
  quote: string;
  lang: string;
  phrase: string | null;
}

export function Quote({ quote, lang, phrase }: QuoteProps): VNode {
  const at = phrase === null ? -1 : placeOf(quote, phrase);
  return (
    <blockquote lang={lang} dir="auto">
      {at < 0 || phrase === null ? (
        quote
      ) : (
        <>
          {quote.slice(0, at)}
          <mark>{quote.slice(at, at + phrase.length)}</mark>
          {quote.slice(at + phrase.length)}
        </>
      )}
    </blockquote>
  );
}

/** Where a phrase stands, its capitals apart; where folding them changes how long a text is, only the very words are looked for. */
function placeOf(quote: string, phrase: string): number {
  const exact = quote.indexOf(phrase);
  const [folded, wanted] = [quote.toLowerCase(), phrase.toLowerCase()];
  return exact >= 0 || folded.length !== quote.length || wanted.length !== phrase.length ? exact : folded.indexOf(wanted);
}
