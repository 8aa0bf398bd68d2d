import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { shortShare } from "../short_share.ts";
import { type FigureProps, guessedOrder } from "../figure_props.ts";
import { CONTEXT, type Shown, STEPS, trainInTab } from "../train_in_tab.ts";
import type { OrderGuess } from "@/lib/learn/course/step.ts";
import { formatFigure, formatNats } from "@/lib/ui/format.ts";
import { BarLine } from "@/lib/ui/learn/bar_line.tsx";
import { OrderList } from "@/lib/ui/learn/order_list.tsx";
import { LinePlot } from "@/lib/ui/plot/line_plot.tsx";
import { LabelChip } from "@/lib/ui/token/label_chip.tsx";

/** The network's parts in order, and the network trained in the tab. */
export function NeuralFigure({ step, guess, revealed, onGuess }: FigureProps) {
  const spec = step.guess as OrderGuess;
  return (
    <div class="live">
      <OrderList
        {...spec}
        label="From two words to a score for each word"
        chosen={guessedOrder(guess)}
        revealed={revealed}
        onChoose={(chosen) => onGuess(chosen.join())}
      />
      {revealed && <Training />}
    </div>
  );
}

function Training() {
  const shown = useSignal<Shown | null>(null);
  const busy = useSignal(false);
  const problem = useSignal<string | null>(null);
  const controller = useMemo(() => new AbortController(), []);
  useEffect(() => () => controller.abort(), []);
  const train = () => {
    [busy.value, problem.value] = [true, null];
    trainInTab((next) => shown.value = next, controller.signal).then(
      () => busy.value = false,
      (error) => [busy.value, problem.value] = [false, String(error)],
    );
  };
  const { source = "", losses = [], floorNats = 0, rows = [] } = shown.value ?? {};
  return (
    <div class="live" aria-busy={busy.value} data-source={source}>
      <div class="acts">
        <button type="button" class="primary" disabled={busy.value} onClick={train}>
          {losses.length > 0 && !busy.value ? "Train again" : "Train"}
        </button>
        {losses.length > 0 && (
          <span class="num" data-loss={losses.at(-1)}>
            step {losses.length} of {STEPS}, loss {formatNats(losses.at(-1)!)}
          </span>
        )}
      </div>
      {problem.value && <p role="alert" class="field-error">{problem.value}</p>}
      {losses.length > 1 && (
        <LinePlot
          title="Loss over the steps of the training"
          x={{ label: "step", min: 0, max: STEPS }}
          y={{ label: "loss", unit: "nats", min: 0, max: 2.4, format: (value) => formatFigure(value, 1) }}
          series={[
            { label: "loss", points: losses.map((loss, index) => [index, loss] as const) },
            { label: "the floor", truth: true, points: [[0, floorNats], [STEPS, floorNats]] },
          ]}
          height={160}
          table={false}
          reads
        />
      )}
      {rows.length > 0 && <NextWords rows={rows} />}
    </div>
  );
}

function NextWords({ rows }: Pick<Shown, "rows">) {
  return (
    <>
      <p class="small">After “{CONTEXT.join(" ")}”:</p>
      <ul class="bar-lines">
        {rows.map(({ word, probability }) => (
          <BarLine
            key={word}
            label=""
            name={<LabelChip text={word} />}
            max={1}
            step={0.01}
            truth={probability}
            guess={null}
            text={shortShare(probability)}
          />
        ))}
      </ul>
    </>
  );
}
