import { EdtfError } from './error.js';

export const X = 88;

/** A place in the text. One character of lookahead is all EDTF needs, so nothing ever backtracks. */
export class Cursor {
  at = 0;

  constructor(readonly text: string) {}

  /** The code unit here; -1 at the end of the text. */
  get code(): number {
    return this.at < this.text.length ? this.text.charCodeAt(this.at) : -1;
  }

  /** Steps over `char` when it stands here. */
  accept(char: string): boolean {
    if (this.code !== char.charCodeAt(0)) return false;
    this.at++;
    return true;
  }

  /** Steps over `..`; a single dot is left alone. */
  acceptDots(): boolean {
    if (!this.text.startsWith('..', this.at)) return false;
    this.at += 2;
    return true;
  }

  /** Exactly `count` digits. */
  digits(count: number, expected: string): string {
    const from = this.at;
    while (this.at < from + count) {
      if (!isDigit(this.code)) this.refuse(expected);
      this.at++;
    }
    return this.text.slice(from, this.at);
  }

  /** Exactly `count` characters, each a digit or an `X` for one that is unspecified. */
  digitsOrX(count: number, expected: string): string {
    const from = this.at;
    while (this.at < from + count) {
      if (!isDigit(this.code) && this.code !== X) this.refuse(expected);
      this.at++;
    }
    return this.text.slice(from, this.at);
  }

  /** One digit or more, the first of them not 0. */
  integer(expected: string): string {
    const from = this.at;
    if (this.code === 48) this.refuse(expected);
    while (isDigit(this.code)) this.at++;
    if (this.at === from) this.refuse(expected);
    return this.text.slice(from, this.at);
  }

  refuse(expected: string, position = this.at): never {
    throw new EdtfError(position, expected);
  }
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
