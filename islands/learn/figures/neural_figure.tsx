import { useSignal } from "@preact/signals";
import { shortShare } from "../short_share.ts";
import { type FigureProps, guessedOrder } from "../figure_props.ts";
import type { OrderGuess } from "@/lib/learn/course/step.ts";
import { formatFigure, formatNats } from "@/lib/ui/format.ts";
import { BarLine } from "@/lib/ui/learn/bar_line.tsx";
import { OrderList } from "@/lib/ui/learn/order_list.tsx";
import { LinePlot } from "@/lib/ui/plot/line_plot.tsx";
import { LabelChip } from "@/lib/ui/token/label_chip.tsx";

/** What the training has shown so far. */
interface Shown {
  readonly losses: readonly number[];
  readonly floorNats: number;
  /** After "left regional". */
  readonly rows: readonly { readonly word: string; readonly probability: number }[];
}

const STEPS = 120;
const CONTEXT = ["left", "regional"];

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
  const train = () => {
    [busy.value, problem.value] = [true, null];
    trainInTab((next) => shown.value = next).then(
      () => busy.value = false,
      (error) => [busy.value, problem.value] = [false, String(error)],
    );
  };
  const { losses = [], floorNats = 0, rows = [] } = shown.value ?? {};
  return (
    <div class="live" aria-busy={busy.value}>
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
        />
      )}
      {rows.length > 0 && (
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
      )}
    </div>
  );
}

/** Trains the worked example and shows it a few steps at a time; the code comes with the first press. */
async function trainInTab(show: (shown: Shown) => void): Promise<void> {
  const [{ openSession }, { plainCandidate }, { DEFAULT_SETTINGS }, { corpusTexts }, { softmax }] =
    await Promise.all([
      import("@/lib/training/run/training_session.ts"),
      import("@/lib/training/engines/plain_candidate.ts"),
      import("@/lib/training/training_settings.ts"),
      import("@/lib/training/data/corpus_texts.ts"),
      import("@/lib/lm/distribution/softmax.ts"),
    ]);
  const services = { candidates: [plainCandidate()], threads: () => 1, now: () => performance.now() };
  const session = await openSession(corpusTexts(DEFAULT_SETTINGS.corpus, null), DEFAULT_SETTINGS, services);
  const { tokenizer, floorNats } = session.facts();
  const context = CONTEXT.map((word) => tokenizer.tokens.indexOf(word));
  const losses: number[] = [];
  while (losses.length < STEPS) {
    const { records } = await session.advance({ steps: 4, milliseconds: 50, evaluate: false });
    losses.push(...records.map(({ loss }) => loss));
    const probabilities = softmax((await session.look(context)).logits);
    const rows = tokenizer.tokens.map((word, id) => ({ word, probability: probabilities[id]! }))
      .sort((a, b) => b.probability - a.probability).slice(0, 3);
    show({ losses: [...losses], floorNats, rows });
    await new Promise((resolve) => setTimeout(resolve, 16));
  }
  session.dispose();
}
