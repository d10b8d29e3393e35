/** What stands in one cell of a table that leaves as a file, and what keeps a spreadsheet from running it. */
export type Cell = string | number | null;
type Row = readonly Cell[];

/** All of them, or pages of them as they come: to wait for each row alone takes longer than to write it, measured. */
export type Rows = Iterable<Row> | AsyncIterable<Iterable<Row>>;

export function pagesOf(rows: Rows): Iterable<Iterable<Row>> | AsyncIterable<Iterable<Row>> {
  return Symbol.asyncIterator in rows ? rows : [rows];
}

/** What spreadsheets take for the beginning of a formula, also in the wide letters that some of them fold to narrow ones. */
const formula = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const number = /^[-+]?\d{1,15}([.,]\d{1,15})?$/;

/** Text that a spreadsheet shows and never computes: an apostrophe before whatever could be a formula. A number stays one. */
export function inert(text: string): string {
  return formula.test(text) && !number.test(text) ? `'${text}` : text;
}
