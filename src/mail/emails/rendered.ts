import type { Letter, RenderedMail } from '../letter.js';
import { renderHtml } from './letter-html.js';
import { renderText } from './letter-text.js';

/** The same letter as text and as HTML. */
export function rendered(letter: Letter): RenderedMail {
  return { subject: letter.subject, text: renderText(letter), html: renderHtml(letter) };
}
