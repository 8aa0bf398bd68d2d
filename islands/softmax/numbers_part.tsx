import { TextField } from "@/lib/ui/form/text_fields.tsx";
import { formatFigure } from "@/lib/ui/format.ts";
import { Fold } from "@/lib/ui/page/fold.tsx";
import { NumbersTable } from "@/lib/ui/softmax/numbers_table.tsx";
import { OverflowTable } from "@/lib/ui/softmax/overflow_table.tsx";
import { StageTable } from "@/lib/ui/softmax/stage_table.tsx";
import { LabNumber } from "@/islands/query/lab_fields.tsx";
import { addToken, editLogits, removeToken, type SoftmaxPartProps } from "@/islands/softmax/softmax_lab.ts";
import { changeText } from "@/islands/softmax/temperature_part.tsx";

/** Columns of the stage table that are tokens. */
const STAGE_COLUMNS = 6;

/** Tokens and logits to type, and all figures. */
export function NumbersPart({ lab, view }: SoftmaxPartProps) {
  const wrong = (["logits", "labels", "seed", "draws"] as const).some((name) => lab.error(name) !== null);
  return (
    <section class="area-text" id="numbers" aria-label="Tokens and logits">
      <Fold summary="Your own numbers, seed and draws" open={wrong}>
        <Typed lab={lab} view={view} />
        <div class="form-row">
          <LabNumber lab={lab} name="seed" label="Seed" />
          <LabNumber lab={lab} name="draws" label="Draws" />
        </div>
        <NumbersTable
          rows={view.rows}
          onLogit={(id, logit) => editLogits(lab, (logits) => logits.with(id, logit))}
          onRemove={(id) => removeToken(lab, id)}
        />
        <button type="button" class="needs-js" onClick={() => addToken(lab)}>Add a token</button>
      </Fold>
    </section>
  );
}

function Typed({ lab, view }: Pick<SoftmaxPartProps, "lab" | "view">) {
  const isNamed = lab.query.value.labels.length > 0;
  const reason = (label: string, error: string | null) => error === null ? null : `${label} ${error}.`;
  return (
    <div class="form-row">
      <TextField
        label="Logits"
        name="logits"
        mono
        hint="one for each token, separated by commas"
        error={reason("Logits", lab.error("logits"))}
        value={lab.text("logits")}
        onInput={(text) => lab.type("logits", text)}
      />
      <TextField
        label="Tokens"
        name="labels"
        mono
        hint="\, for a comma, \s for a space at the front"
        error={reason("Tokens", lab.error("labels"))}
        value={isNamed || lab.drafts.value["labels"] ? lab.text("labels") : view.labels.join(",")}
        onInput={(text) => lab.type("labels", text)}
      />
    </div>
  );
}

/** What adding does, and why the maximum is subtracted first; the stages one by one. */
export function MorePart({ lab, view }: SoftmaxPartProps) {
  const { add, temperature } = lab.query.value;
  const isOpen = add !== 0 || view.naiveSum === Infinity || view.naiveSum === 0;
  return (
    <section class="area-more" id="behind" aria-label="A constant, and the stages">
      <Fold
        summary={`Behind it: a constant added to every logit (${formatFigure(add, 0)}) ${
          changeText(view.changeByAdding)
        }; stage by stage`}
        open={isOpen || lab.error("add") !== null}
      >
        <LabNumber lab={lab} name="add" label="Added to every logit" hint={changeText(view.changeByAdding)} />
        <p class="small">
          Added to every score it multiplies every exponential by the same factor, which the sum takes out
          again. So the largest score may be subtracted first, and then no exponential is above 1.
        </p>
        <OverflowTable {...view} temperature={temperature} />
        <h2>Stage by stage</h2>
        <StageTable stages={view.sample.stages} labels={view.labels.slice(0, STAGE_COLUMNS)} />
      </Fold>
    </section>
  );
}
