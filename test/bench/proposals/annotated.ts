/**
 * Texts annotated by one person before any rule was tuned on them, and how proposals are held against the annotations.
 * `[[kind|promisor|target]]words[[/]]`: who is bound (`-` where the text does not say), by when (`-` undated, `event`
 * relative to one, else kind and EDTF). `[[no]]` marks what only looks like one, for the reader; `===` parts texts of one file.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Proposal } from '../../../src/domain/proposals/index.js';
import { folded } from '../../../src/domain/proposals/speakers.js';

export interface Annotation {
  start: number;
  end: number;
  words: string;
  kind: string;
  promisor: string;
  target: string;
}

export interface AnnotatedText {
  name: string;
  lang: 'en' | 'fr';
  publishedOn: string;
  issuer: string;
  text: string;
  annotations: Annotation[];
}

export function annotatedTexts(folder: string): AnnotatedText[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .flatMap((name) =>
      readFileSync(join(folder, name), 'utf8')
        .split(/^===\n/m)
        .map((text) => annotatedText(name, text)),
    );
}

function annotatedText(name: string, file: string): AnnotatedText {
  const [head = '', marked = ''] = file.split(/^---\n/m);
  const body = marked.replace(/\[\[no\]\]([\s\S]*?)\[\[\/\]\]/g, '$1');
  const field = (key: string): string => new RegExp(`^${key}: (.*)$`, 'm').exec(head)?.[1] ?? '';
  const annotations: Annotation[] = [];
  let text = '';
  let at = 0;
  for (const match of body.matchAll(/\[\[(\w+)\|([^|\]]*)\|([^|\]]*)\]\]([\s\S]*?)\[\[\/\]\]/g)) {
    const [whole, kind = '', promisor = '', target = '', words = ''] = match;
    text += body.slice(at, match.index);
    annotations.push({ start: text.length, end: text.length + words.length, words, kind, promisor, target: target.trim() });
    text += words;
    at = match.index + whole.length;
  }
  text += body.slice(at);
  return { name, lang: name.includes('.fr.') ? 'fr' : 'en', publishedOn: field('published'), issuer: field('issuer'), text, annotations };
}

export interface Pairing {
  text: AnnotatedText;
  pairs: { annotation: Annotation; proposal: Proposal }[];
  missed: Annotation[];
  wrong: Proposal[];
}

/** One proposal an annotation: those that share most of the shorter one's words. */
export function paired(text: AnnotatedText, proposals: readonly Proposal[]): Pairing {
  const free = new Set(proposals);
  const pairs: Pairing['pairs'] = [];
  const missed: Annotation[] = [];
  for (const annotation of text.annotations) {
    const shared = (p: Proposal): number =>
      Math.max(0, Math.min(p.end, annotation.end) - Math.max(p.start, annotation.start)) /
      Math.min(p.end - p.start, annotation.end - annotation.start);
    const best = [...free].map((p) => ({ p, shared: shared(p) })).sort((a, b) => b.shared - a.shared)[0];
    if (best !== undefined && best.shared >= 0.5) {
      free.delete(best.p);
      pairs.push({ annotation, proposal: best.p });
    } else missed.push(annotation);
  }
  return { text, pairs, missed, wrong: [...free] };
}

/** The same window is meant: "on" and "during" differ in nothing but what is written. */
export function sameTarget(annotated: string, target: Proposal['target']): boolean {
  if (annotated === '-') return target === null;
  if (target === null) return annotated === 'event';
  if (annotated === 'event') return target.kind === 'event';
  const [kind = '', edtf = ''] = annotated.split(' ');
  const written = (k: string): string => (k === 'on' || k === 'throughout' ? 'during' : k);
  if (kind === 'recurring') return target.kind === 'recurring' && (edtf === '' || target.edtf === edtf);
  return written(kind) === written(target.kind) && target.edtf === edtf;
}

/** Either names the other, or they share a word that is a name. */
export function samePromisor(annotated: string, found: string | null): boolean {
  const [a, b] = [folded(annotated), folded(found ?? '')];
  if (b === '') return false;
  const words = (text: string): string[] => text.split(' ').filter((word) => word.length > 3 && !/^(?:the|les|des|pour|dans)$/.test(word));
  return a.includes(b) || b.includes(a) || words(a).some((word) => words(b).includes(word));
}

interface Ratio {
  right: number;
  of: number;
}

interface Quality {
  precision: number;
  recall: number;
  f1: number;
}

export interface Figures {
  likely: Quality;
  all: Quality;
  promisor: Ratio;
  dated: Ratio;
  /** Dates where the annotation has none. */
  invented: number;
}

export function figuresOf(pairings: readonly Pairing[]): Figures {
  const likely = (p: Proposal): boolean => p.tier === 'likely';
  const pairs = pairings.flatMap((p) => p.pairs);
  const wrong = pairings.flatMap((p) => p.wrong);
  const annotated = pairs.length + pairings.reduce((n, p) => n + p.missed.length, 0);
  const quality = (right: number, off: number): Quality => {
    const [precision, recall] = [right / (right + off), right / annotated];
    return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
  };
  const named = pairs.filter(({ annotation }) => annotation.promisor !== '-');
  const dated = pairs.filter(({ annotation }) => annotation.target !== '-' && annotation.target !== 'event');
  return {
    likely: quality(pairs.filter(({ proposal }) => likely(proposal)).length, wrong.filter(likely).length),
    all: quality(pairs.length, wrong.length),
    promisor: {
      right: named.filter(({ annotation, proposal }) => samePromisor(annotation.promisor, proposal.promisor?.text ?? null)).length,
      of: named.length,
    },
    dated: { right: dated.filter(({ annotation, proposal }) => sameTarget(annotation.target, proposal.target)).length, of: dated.length },
    invented: pairs.filter(({ annotation, proposal }) => annotation.target === '-' && proposal.target !== null).length,
  };
}
