import { LOOP_FIELDS, type LoopQuery } from "@/lib/experiment/fields/loop_fields.ts";
import { queryAddress } from "@/lib/experiment/query_address.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import type { TableRowView, TableView } from "@/lib/labs/table/table_view.ts";
import { TextAreaField } from "@/lib/ui/form/text_fields.tsx";
import { Fold } from "@/lib/ui/page/fold.tsx";
import { RowEditor } from "@/lib/ui/table/row_editor.tsx";

/** Rows that are shown with bars; the text above them always holds all. */
const MAX_ROWS = 50;

interface TableRowsProps {
  readonly lab: QueryLab<LoopQuery>;
  readonly view: TableView;
}

/** The whole table: as text, and its rows with figures to type. */
export function TableRows({ lab, view }: TableRowsProps) {
  const isWrong = lab.error("table") !== null || view.report === null;
  return (
    <Fold summary="The whole table, to write" open={isWrong}>
      <div class="halves">
        <section class="area-more" aria-label="The table">
          <Written lab={lab} />
        </section>
        <section class="area-sampler" aria-label="Rows">
          {view.rows.slice(0, MAX_ROWS).map((row) => <Row key={row.context} lab={lab} row={row} />)}
        </section>
      </div>
    </Fold>
  );
}

function Written({ lab }: Pick<TableRowsProps, "lab">) {
  const reason = lab.error("table");
  return (
    <TextAreaField
      label="The table"
      name="table"
      mono
      rows={6}
      hint={
        <>
          One text a line, what may follow it, and how likely: text -&gt; token probability, token
          probability. The text is spelled as the loop writes it; \, is a comma in a token.
        </>
      }
      value={lab.text("table")}
      error={reason === null ? null : `The table ${reason}.`}
      onInput={(text) => lab.type("table", text)}
    />
  );
}

function Row({ lab, row }: { readonly lab: QueryLab<LoopQuery>; readonly row: TableRowView }) {
  const { context, normalized, problems } = row;
  const href = normalized &&
    (queryAddress(lab.base, LOOP_FIELDS, { ...lab.query.value, table: normalized }) ?? lab.base);
  return (
    <RowEditor
      {...row}
      problems={problems.map(({ message }) => message)}
      normalizeHref={href}
      onProbability={(token, p) => setProbability(lab, context, token, p)}
    />
  );
}

function setProbability(lab: QueryLab<LoopQuery>, context: string, token: string, p: number): void {
  const { table } = lab.query.peek();
  const row = new Map(table.get(context)).set(token, p);
  lab.set({ table: new Map(table).set(context, row) });
}
