/**
 * A column that a table's figure has no room for: it is read aloud, and taken away with the table. The cells stay cells
 * of the table without width, since what is positioned would get a column of its own; their text alone is hidden.
 *
 * @module
 */

/** The head of the column. */
export function UnseenHead({ label, note }: { readonly label: string; readonly note?: string }) {
  return (
    <th role="columnheader" scope="col" class="unseen" title={note}>
      <span class="vh">{label}</span>
    </th>
  );
}

interface UnseenCellProps {
  /** Unrounded, for whoever takes the table away; empty for none. */
  readonly value: number | "";
  /** As it is read aloud. */
  readonly text: string;
}

/** One cell of the column. */
export function UnseenCell({ value, text }: UnseenCellProps) {
  return (
    <td role="cell" class="unseen" data-value={value}>
      <span class="vh">{text}</span>
    </td>
  );
}
