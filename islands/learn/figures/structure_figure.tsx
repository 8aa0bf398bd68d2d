import { AnswerBars } from "../answer_bars.tsx";
import { AskedLine } from "../asked_line.tsx";
import type { FigureProps } from "../figure_props.ts";
import { formatGuess } from "../format_guess.ts";
import { useHubModel } from "../use_hub_model.ts";
import { useLive } from "../use_live.ts";
import { type Answer, answerText } from "@/lib/learn/course/answer_text.ts";
import { BarLine } from "@/lib/ui/learn/bar_line.tsx";

const ROWS = 6;
const OTHERS = [
  "An order contains 500 items. After a return of 123 items, the retained item count is",
  "A box holds 9 apples. You eat 4 apples, the number of apples left is",
];

/** How many subtractions a model gets right that it never read, and any others, live. */
export function StructureFigure(props: FigureProps) {
  const { facts, revealed, sources } = props;
  const first = facts.answers[0]!;
  const live = useLive<string, Answer>(
    first.text,
    first,
    async (text) =>
      text === first.text && hub.hub === null ? first : await answerText(await hub.answering(), text, ROWS),
  );
  const hub = useHubModel(sources, live.again);
  const { pairs, model, trigram } = facts.pairs!;
  return (
    <div class="live">
      <ul class="bar-lines">
        <AskedLine
          figure={props}
          max={pairs}
          name="parcel-gpt"
          truth={model}
          text={formatGuess(model, "pairs")}
        />
        <BarLine
          label=""
          max={pairs}
          step={1}
          guess={null}
          name="counting"
          truth={trigram}
          text={formatGuess(trigram, "pairs")}
        />
      </ul>
      {revealed && <AnswerBars live={live} hub={hub} texts={[first.text, ...OTHERS]} mark={null} />}
    </div>
  );
}
