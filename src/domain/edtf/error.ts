/** A text that is no EDTF expression: where it stops being one, and what could have stood there. */
export class EdtfError extends Error {
  override readonly name = 'EdtfError';

  constructor(
    /** 0-based, in UTF-16 code units; the length of the text when it ends too early. */
    readonly position: number,
    /** What could have stood there, in plain words. */
    readonly expected: string,
  ) {
    super(`Not an EDTF date: at position ${position}, expected ${expected}`);
  }
}
