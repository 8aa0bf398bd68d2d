import { perStage } from "@/lib/lm/sampler/stages.ts";
import { sentenceCase } from "@/lib/ui/format.ts";
import { useComputed, useSignal } from "@preact/signals";
import { type QueryStart, useQueryLab } from "./query/use_query_lab.ts";
import { SOFTMAX_FIELDS } from "@/lib/experiment/fields/softmax_fields.ts";
import { softmaxCode } from "@/lib/labs/code/softmax_code.ts";
import { softmaxSentence } from "@/lib/labs/softmax/softmax_sentence.ts";
import { softmaxView } from "@/lib/labs/softmax/softmax_view.ts";
import { CodePanel } from "@/lib/ui/code/code_panel.tsx";
import { CalculateButton, CalculationForm } from "@/lib/ui/form/calculation_form.tsx";
import { ShowMe } from "@/lib/ui/page/show_me.tsx";
import { CutPart } from "@/islands/softmax/cut_part.tsx";
import { DrawPart } from "@/islands/softmax/draw_part.tsx";
import { FigurePart } from "@/islands/softmax/figure_part.tsx";
import { MorePart, NumbersPart } from "@/islands/softmax/numbers_part.tsx";
import type { SoftmaxPartProps } from "@/islands/softmax/softmax_lab.ts";
import { RibbonPart, TemperaturePart } from "@/islands/softmax/temperature_part.tsx";
import { LabAnswer } from "@/islands/query/lab_answer.tsx";

const LABELS = {
  logits: "Logits",
  labels: "Tokens",
  ...perStage(({ label }) => sentenceCase(label)),
  stages: "The order of the stages",
  add: "Added to every logit",
  seed: "Seed",
  draws: "Draws",
};

/** The instrument of /softmax. */
export default function Softmax(start: QueryStart) {
  const lab = useQueryLab(SOFTMAX_FIELDS, start);
  const view = useComputed(() => softmaxView(lab.query.value)).value;
  const before = useSignal<readonly number[] | null>(null);
  const held = useSignal(false);
  const parts: SoftmaxPartProps = { lab, view, before, held };
  const sentence = softmaxSentence(
    lab.query.value,
    view,
    (value, decimals) => value.toLocaleString("en-US", { maximumFractionDigits: decimals }),
  );
  const code = softmaxCode(lab.query.value);
  return (
    <CalculationForm label="Softmax" action={lab.base}>
      <LabAnswer
        lab={lab}
        labels={LABELS}
        note="Scores on the left, what softmax makes of them on the right; they always share 100 %."
      >
        {sentence} <span class="needs-js">Drag one.</span>
      </LabAnswer>
      <div class="lab-flow">
        <CalculateButton />
        <FigurePart {...parts} />
        <div class="halves">
          <TemperaturePart {...parts} />
          <CutPart {...parts} />
        </div>
        <See />
        <NumbersPart {...parts} />
        <RibbonPart {...parts} />
        <DrawPart {...parts} />
        <MorePart {...parts} />
        {code && <CodePanel code={code} moved={lab.moved.value} />}
      </div>
    </CalculationForm>
  );
}

/** States of the page that show one idea each. */
function See() {
  return (
    <p class="pills see">
      <span class="quiet">See</span>
      <ShowMe pill href="/softmax?add=1000">adding changes nothing</ShowMe>
      <ShowMe pill href="/softmax?temperature=2">dividing does</ShowMe>
      <ShowMe pill at="behind" href="/softmax?logits=1000,999,998">exp overflows</ShowMe>
      <ShowMe pill href="/softmax?temperature=0">T = 0</ShowMe>
      <ShowMe pill href="/softmax">the support bot's next word</ShowMe>
    </p>
  );
}
