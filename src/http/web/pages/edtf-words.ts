/** An EDTF expression in words; as it stands where it cannot be read. */
import { edtfText } from '../../../domain/edtf/text.js';
import type { Locale } from '../../../domain/people.js';

export function edtfInWords(edtf: string, locale: Locale): string {
  try {
    return edtfText({ edtf }, locale);
  } catch {
    return edtf;
  }
}
