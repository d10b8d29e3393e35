/** A table that becomes cards where there is no room for columns. The roles keep it a table for screen readers all the same. */
import type { ComponentChildren, VNode } from 'preact';

export interface Column {
  title: ComponentChildren;
  /** Set to the right, digits of one width. */
  isNumber?: boolean;
}

interface TableProps {
  caption: ComponentChildren;
  /** Where a heading just above says the same. */
  isCaptionHidden?: boolean;
  columns: readonly (string | Column)[];
  /** The first cell of each names its row. */
  rows: readonly (readonly ComponentChildren[])[];
}

export function Table({ caption, isCaptionHidden = false, columns, rows }: TableProps): VNode {
  const heads = columns.map((column) => (typeof column === 'string' ? { title: column } : column));
  const classOf = (i: number): string | undefined => (heads[i]?.isNumber === true ? 'number' : undefined);
  return (
    <table class="cards" role="table">
      <caption class={isCaptionHidden ? 'unseen' : undefined}>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {heads.map(({ title }, i) => (
            <th scope="col" role="columnheader" class={classOf(i)}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map(([first, ...rest]) => (
          <tr role="row">
            <th scope="row" role="rowheader">
              {first}
            </th>
            {rest.map((cell, i) => (
              <td role="cell" class={classOf(i + 1)}>
                <span class="column" aria-hidden="true">
                  {heads[i + 1]?.title}
                </span>
                <span>{cell}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
