/** What can be wrong with a cell: codes for programs, and the words in English; pages have words of their own for each code. */
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
