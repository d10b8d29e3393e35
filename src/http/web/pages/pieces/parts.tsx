/** What pages are put together from, beside forms: facts, marks, other people's words, links to elsewhere, the way on. */
import type { ComponentChildren, VNode } from 'preact';
import { detectLang } from '../../../../domain/phrases/index.js';
import type { Locale } from '../../../../domain/people.js';
import { wordsIn } from '../../../../i18n/index.js';

export interface Fact {
  term: ComponentChildren;
  /** Left out of the list where there is nothing to say. */
  text: ComponentChildren;
}

/** Facts under each other, each with its name. */
export function SummaryList({ facts }: { facts: readonly Fact[] }): VNode {
  return (
    <dl class="summary">
      {facts
        .filter(({ text }) => text !== null && text !== undefined && text !== '')
        .map(({ term, text }) => (
          <div>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
    </dl>
  );
}

/** How pressing or how good something is; the colour only repeats what glyph and word say. */
export type Tone = 'plain' | 'open' | 'soon' | 'late' | 'good' | 'mixed';

const glyphs: Record<Tone, string> = { plain: '○', open: '◔', soon: '◕', late: '▲', good: '✓', mixed: '◐' };

export function StatusTag({ tone, children }: { tone: Tone; children: ComponentChildren }): VNode {
  return (
    <span class={`tag ${tone}`}>
      <span aria-hidden="true">{glyphs[tone]}</span> {children}
    </span>
  );
}

/** Words of somebody's, in whatever language they are. */
export function Foreign({ lang, children }: { lang: string | null | undefined; children: ComponentChildren }): VNode {
  return <span lang={lang ?? undefined}>{children}</span>;
}

/** Whoever registers it titles it, in whichever of the two languages they write. */
export function CommitmentTitle({ title }: { title: string }): VNode {
  return <span lang={detectLang(title)}>{title}</span>;
}

/** To somewhere that somebody named: a link where that is the web, the bare text where it is anything else, such as `javascript:`. */
export function OutsideLink({ url, children }: { url: string; children?: ComponentChildren }): VNode {
  const text = children ?? url;
  return isWebAddress(url) ? (
    <a href={url} rel="noopener noreferrer nofollow" class="outside">
      {text}
    </a>
  ) : (
    <span class="outside">{text}</span>
  );
}

export function isWebAddress(url: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(url).protocol);
  } catch {
    return false;
  }
}

/** To the next page and back to the first: a list that grows has no page numbers that stay. */
export function Pagination({ locale, first, next }: { locale: Locale; first: string | null; next: string | null }): VNode | null {
  const { frame } = wordsIn(locale);
  if (first === null && next === null) return null;
  return (
    <nav class="pagination" aria-label={frame.pages}>
      {first === null ? null : <a href={first}>{frame.first}</a>}
      {next === null ? null : (
        <a href={next} rel="next">
          {frame.next}
        </a>
      )}
    </nav>
  );
}

/** Where a list would be: what it means that nothing is there, and what can be done. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }): VNode {
  return (
    <div class="empty">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** A table that is wider than a phone scrolls by itself, by keyboard too. */
export function WideTable({ label, children }: { label: string; children: ComponentChildren }): VNode {
  return (
    <div class="scroll" role="region" aria-label={label} tabIndex={0}>
      <table>{children}</table>
    </div>
  );
}

/** Something that just happened, or that must be known before reading on. */
export function Notice({ children }: { children: ComponentChildren }): VNode {
  return (
    <div class="notice" role="status">
      {children}
    </div>
  );
}

export function BackLink({ href, children }: { href: string; children: ComponentChildren }): VNode {
  return (
    <p class="back">
      <a href={href}>{children}</a>
    </p>
  );
}
