import { reachRows, stepRows } from "./ladder_rows.ts";
import { type LadderResult, OTHER_WORD, PROBES, STEPS } from "@/lib/labs/ladder/climb.ts";
import { formatPlural, formatProbability } from "@/lib/ui/format.ts";
import { ReachTable } from "@/lib/ui/ladder/reach_table.tsx";
import { Panel } from "@/lib/ui/page/panel.tsx";

/** How far back each rung looks: in the text itself, and in three pairs of prompts. */
export function ReachPart({ answer }: { readonly answer: LadderResult }) {
  const gpt = answer.rungs.find(({ name }) => name === "parcel-gpt");
  const steps = STEPS.slice(0, gpt?.steps.length ?? 0);
  return (
    <Panel title="How far back each looks" area="generated">
      {steps.length > 0 && (
        <ReachTable
          caption={`How far the next word moves when a word of your text becomes “${OTHER_WORD}”, in bits (0: not at all, 1: another world)`}
          bars={false}
          rows={stepRows(answer)}
          probes={steps.map((back) => `${formatPlural(back, "word")} back`)}
        />
      )}
      <p class="quiet">
        For a bigram “The package left the” and “The customer left the” are one and the same. “The refund
        policy says annual plans are” ends in the same seven words with and without the policy in front
        {gpt && (
          <>
            ; parcel-gpt says “refundable” {formatProbability(gpt.policy[0])} without it,{" "}
            {formatProbability(gpt.policy[1])} with it
          </>
        )}.
      </p>
      <ReachTable
        caption="How far three pairs of prompts are apart, in bits"
        rows={reachRows(answer)}
        probes={PROBES.map(({ name }) => name)}
      />
    </Panel>
  );
}
