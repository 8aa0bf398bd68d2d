import { ShareLines } from "./answer_bars.tsx";
import type { Practice } from "./use_practice.ts";
import type { PracticeResult } from "@/lib/learn/course/practice.ts";
import { formatProbability } from "@/lib/ui/format.ts";
import { TokenChip } from "@/lib/ui/token/chip.tsx";

/** What was written, in the real distribution, and that distribution. */
export function PracticeOutcome({ result, outcome, note }: {
  readonly result: PracticeResult;
  readonly outcome: Practice["outcome"];
  readonly note: string;
}) {
  return (
    <div class="step-after" data-source={result.answer.source}>
      <p class="step-outcome" ref={outcome} tabIndex={-1}>{sentenceOf(result)}</p>
      <CandidatesTable result={result} />
      {result.candidates.some(({ isPart }) => isPart) && (
        <p class="small quiet">What takes several tokens is found by its first one.</p>
      )}
      <div class="step-figure">
        <ShareLines answer={result.answer} mark={null} />
      </div>
      <p>{note}</p>
    </div>
  );
}

function sentenceOf({ candidates, covered, best }: PracticeResult): string {
  const count = new Set(candidates.flatMap(({ share }) => share ? [share.id] : [])).size;
  const yours = count === 1 ? "Your token has" : `Your ${count} tokens have`;
  const likeliest = count === 1 ? "the likeliest has" : `the likeliest ${count} have`;
  return `${yours} ${formatProbability(covered)}; ${likeliest} ${formatProbability(best)}.`;
}

function CandidatesTable({ result }: { readonly result: PracticeResult }) {
  return (
    <table class="data candidates">
      <caption class="vh">Your candidates in the real distribution</caption>
      <thead>
        <tr>
          <th scope="col">You wrote</th>
          <th scope="col">Token</th>
          <th scope="col">Probability</th>
          <th scope="col">Rank</th>
        </tr>
      </thead>
      <tbody>
        {result.candidates.map(({ written, share }, at) =>
          share && (
            <tr key={at} data-probability={share.probability} data-rank={share.rank}>
              <td class="mono">{written}</td>
              <td>
                <TokenChip token={share} />
              </td>
              <td class="num">{formatProbability(share.probability)}</td>
              <td class="num">{share.rank}</td>
            </tr>
          )
        )}
      </tbody>
    </table>
  );
}
