import type { GenerationView } from "@/lib/lm/ngram/study/view.ts";
import type { StopReason } from "@/lib/lm/generation/generation.ts";
import { LabelChip } from "@/lib/ui/token/label_chip.tsx";

interface Stop {
  /** The reason as every generation of the site names it. */
  readonly reason: StopReason;
  readonly text: string;
}

const STOPPED: Readonly<Record<GenerationView["stoppedBy"], Stop>> = {
  end: { reason: "end", text: "stopped at the end token </s>" },
  limit: { reason: "limit", text: "stopped at the token limit" },
  dead_end: { reason: "context", text: "stopped: nothing was ever seen after this context" },
};

/** The tokens that were drawn, one after the other. */
export function Generation({ generation }: { readonly generation: GenerationView }) {
  const { start, tokens, ids, stoppedBy } = generation;
  const { reason, text } = STOPPED[stoppedBy];
  return (
    <>
      <p class="generated">
        {start.length > 0 && <span class="generated-prompt">{start.join(" ")}</span>}
      </p>
      <ul
        class="drawn"
        aria-label="Generated tokens"
        data-stop={reason}
      >
        {tokens.map((token, index) => (
          <li key={index} data-id={ids[index]} data-token={token}>
            <LabelChip text={token} />
          </li>
        ))}
      </ul>
      <p class="small quiet">{text}</p>
    </>
  );
}
