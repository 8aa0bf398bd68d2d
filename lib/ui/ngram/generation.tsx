import type { GenerationView } from "@/lib/lm/ngram/study/view.ts";
import { LabelChip } from "@/lib/ui/token/label_chip.tsx";

const STOPPED: Readonly<Record<GenerationView["stoppedBy"], string>> = {
  end: "stopped at the end token </s>",
  limit: "stopped at the token limit",
  dead_end: "stopped: nothing was ever seen after this context",
};

/** The tokens that were drawn, one after the other. */
export function Generation({ generation }: { readonly generation: GenerationView }) {
  const { start, tokens, stoppedBy } = generation;
  return (
    <>
      <p class="generated">
        {start.length > 0 && <span class="generated-prompt">{start.join(" ")}</span>}
      </p>
      <ul
        class="drawn"
        aria-label="Generated tokens"
        data-stop={stoppedBy === "dead_end" ? "stop" : stoppedBy}
      >
        {tokens.map((token, index) => (
          <li key={index} data-token={token}>
            <LabelChip text={token} />
          </li>
        ))}
      </ul>
      <p class="small quiet">{STOPPED[stoppedBy]}</p>
    </>
  );
}
