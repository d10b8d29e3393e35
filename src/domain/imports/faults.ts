/** What can be wrong with a cell or a file: codes for programs, and the words in English; pages have words of their own for each code. */
export const rowFaults = [
  'no_day',
  'said_on_missing',
  'promisor_missing',
  'same_id',
  'unknown_owner',
  'published_before_said',
  'day_to_come',
  'too_long',
  'does_not_fit',
] as const;
export type RowFault = (typeof rowFaults)[number];

export interface RowRefusal {
  row: number;
  /** The header, empty where no column is at fault. */
  column: string;
  code: RowFault;
  /** What the words are about: the cell's own, an address, the other row, a number of characters. */
  about: string;
  detail: string;
}

/** For which a file is refused whole, before any row of it is read as a commitment. */
export const fileFaults = [
  'too_large',
  'no_headers',
  'same_header',
  'too_many_columns',
  'cell_too_long',
  'formula_failed',
  'not_text',
  'not_readable',
  'unpacks_too_large',
  'no_such_sheet',
] as const;
export type FileFault = (typeof fileFaults)[number];

export interface FileRefusal {
  code: FileFault;
  /** What the words are about: a header, a limit, the failure as its reader told it. */
  about: string;
  /** Where it is, so far as there is a place. */
  row: number | null;
  column: string | null;
  detail: string;
}
