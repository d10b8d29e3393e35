/** PROVISIONAL, to be replaced by its author: the target in words. */
import type { Locale } from './people.js';
import { edtfText } from './edtf/text.js';
import type { Target } from './target.js';

export function targetText(target: Pick<Target, 'kind' | 'edtf'>, locale: Locale): string {
  return target.edtf === null ? target.kind : `${target.kind} ${edtfText({ edtf: target.edtf }, locale)}`;
}
