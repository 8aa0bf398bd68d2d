import { AnswerBars } from "../answer_bars.tsx";
import { AskedLine } from "../asked_line.tsx";
import { type FigureProps, guessedNumber } from "../figure_props.ts";
import { useHubModel } from "../use_hub_model.ts";
import { useLive } from "../use_live.ts";
import { type Answer, answerText } from "@/lib/learn/course/answer_text.ts";
import { truthOf } from "@/lib/learn/course/figure_truths.ts";
import { LabelChip } from "@/lib/ui/token/label_chip.tsx";

const ROWS = 6;

/** What a model expects after a text: one bar is guessed, then all of them live. */
export function WordsFigure(props: FigureProps) {
  const { step, facts, guess, revealed, sources } = props;
  const first = facts.answers[0]!;
  const live = useLive<string, Answer>(first.text, first, async (text) => {
    const known = hub.hub === null && facts.answers.find((answer) => answer.text === text);
    return known || await answerText(await hub.answering(), text, ROWS);
  });
  const hub = useHubModel(sources, live.again);
  const isTruth = step.name === "truth";
  const token = isTruth ? " refundable" : " warehouse";
  if (revealed) {
    const isAsked = live.input.value === first.text && hub.hub === null;
    const mark = isAsked ? { token, guess: guessedNumber(guess) } : null;
    return <AnswerBars live={live} hub={hub} texts={step.texts} mark={mark} />;
  }
  const before = isTruth ? truthOf(step, { ...facts, answers: facts.answers.slice(1) }) : null;
  return (
    <div class="live">
      <p class="study-text">
        {first.text} <span class="gap">?</span>
      </p>
      <ul class="bar-lines">
        <AskedLine figure={props} name={<LabelChip text={token} />} truth={null} before={before} />
      </ul>
    </div>
  );
}
