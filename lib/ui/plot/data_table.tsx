import type { ComponentChildren } from "preact";
import { sentenceCase } from "@/lib/ui/format.ts";

/** A column of a {@linkcode DataTable}. */
export interface DataColumn<Row> {
  readonly key: string;
  /** An empty label is not shown; the key is read aloud for it. */
  readonly label: ComponentChildren;
  /** Stands in the head, so that it need not stand in every cell. */
  readonly unit?: string;
  /** Unit of `value` where the cells have their own, as "1.5 GiB" of bytes: for whoever takes the table away. */
  readonly valueUnit?: string;
  /** Whether the cells are figures: right-aligned, tabular digits. */
  readonly numeric?: boolean;
  readonly cell: (row: Row) => ComponentChildren;
  /** The unrounded value, for whoever takes the table away; not needed where `exact` is nothing else. */
  readonly value?: (row: Row) => number | string;
  /** The unrounded value and how it came about, shown on hover. */
  readonly exact?: (row: Row) => string;
}

interface DataTableProps<Row> {
  readonly caption: string;
  /** Whether the caption is only read aloud. */
  readonly quietCaption?: boolean;
  /** The first column is the head of each row. */
  readonly columns: readonly DataColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey?: (row: Row, index: number) => string | number;
  /** Data attributes of a row, unrounded. */
  readonly rowAttributes?: (row: Row) => Readonly<Record<`data-${string}`, string | number>>;
  /** What stands there without rows. */
  readonly empty?: ComponentChildren;
}

function Head<Row>({ columns }: { readonly columns: readonly DataColumn<Row>[] }) {
  return (
    <thead>
      <tr>
        {columns.map(({ key, label, unit, valueUnit, numeric }) => (
          <th key={key} scope="col" class={numeric ? "num" : undefined} data-unit={valueUnit}>
            {label === "" ? <span class="vh">{sentenceCase(key)}</span> : label}
            {unit && <span class="unit">{unit}</span>}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Cells<Row>({ columns, row }: { readonly columns: readonly DataColumn<Row>[]; readonly row: Row }) {
  return (
    <>
      {columns.map(({ key, numeric, cell, value, exact }, index) => {
        const attributes = {
          class: numeric ? "num" : undefined,
          title: exact?.(row),
          "data-value": value?.(row),
        };
        return index === 0
          ? <th key={key} scope="row" {...attributes}>{cell(row)}</th>
          : <td key={key} {...attributes}>{cell(row)}</td>;
      })}
    </>
  );
}

/** A table of figures. It scrolls in its own frame where it is wider than the page. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, quietCaption = false, columns, rows, rowKey, rowAttributes, empty } = props;
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={caption}>
      <table class="figures">
        <caption class={quietCaption ? "vh" : undefined}>{caption}</caption>
        <Head columns={columns} />
        <tbody>
          {rows.length === 0 && empty && (
            <tr>
              <td colSpan={columns.length} class="quiet">{empty}</td>
            </tr>
          )}
          {rows.map((row, index) => (
            <tr key={rowKey?.(row, index) ?? index} {...rowAttributes?.(row)}>
              <Cells columns={columns} row={row} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
