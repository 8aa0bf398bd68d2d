import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { PredictorPorts } from "@/lib/labs/predictor/ports.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { scorePrompt } from "@/lib/labs/predictor/prompt_scores.ts";
import { RECOMMENDED } from "@/lib/labs/predictor/views/model_offers.ts";
import { isEmbedded } from "@/lib/experiment/fields/predictor_query.ts";
import { formatBytes, formatFigure } from "@/lib/ui/format.ts";
import { SpacePart } from "./space_part.tsx";

interface PartProps {
  readonly lab: PredictorLab;
  readonly provider: PredictorPorts["provider"];
}

/** Milliseconds that an answer stands before its text is scored: that reads the whole text once more. */
const PAUSE = 250;

/** Bits a byte from which on a text is far from what the site's models have read; their own kind takes 0.1 to 2. */
const FAR = 2.5;

/** What a visitor should know of the text, where it is: a space at its end, a text far from what the model has read. */
export default function TextNotes({ lab, provider }: PartProps) {
  useScores(lab);
  const { query, promptScores, prediction } = lab.state;
  const { text, path, model } = query.value;
  if (prediction.value?.prompt.text !== text) return null;
  const bits = promptScores.value?.prompt === prediction.value.prompt ? promptScores.value.bitsPerByte : null;
  if (/\S[ \t]+$/.test(text) && path.length === 0) return <SpaceNote lab={lab} />;
  if (bits === null || bits < FAR || !isEmbedded(model)) return null;
  return <FarNote lab={lab} provider={provider} bits={bits} />;
}

/** Scores the text a moment after its answer, where the model is in this tab. */
function useScores({ state }: PredictorLab): void {
  const [prediction, generating] = [state.prediction.value, state.generating.value];
  const prompt = prediction?.prompt;
  useEffect(() => {
    if (!prediction || generating || !isEmbedded(prediction.model.id.name)) return;
    const controller = new AbortController();
    const timer = setTimeout(async () => {
      const scores = await scorePrompt(prediction, controller.signal).catch(() => null);
      if (!controller.signal.aborted) state.promptScores.value = scores;
    }, PAUSE);
    return () => (clearTimeout(timer), controller.abort());
  }, [prompt, generating]);
}

function SpaceNote({ lab }: { readonly lab: PredictorLab }) {
  const both = useSignal(false);
  return (
    <div class="text-note small" role="status">
      <p>
        The text ends with a space. Most tokens begin with theirs, so few words fit after it.{" "}
        <button
          type="button"
          class="link"
          onClick={() => lab.edit.takeText(lab.state.query.peek().text.trimEnd())}
        >
          Remove the space
        </button>{" "}
        <button
          type="button"
          class="link"
          aria-expanded={both.value}
          onClick={() => both.value = !both.value}
        >
          Show both
        </button>
      </p>
      {both.value && <SpacePart lab={lab} />}
    </div>
  );
}

function FarNote({ lab, provider, bits }: PartProps & { readonly bits: number }) {
  const { model } = lab.state.query.value;
  const other = provider.catalog.find(({ id }) => id.name === RECOMMENDED);
  const size = other?.downloadBytes ? ` (${formatBytes(other.downloadBytes)})` : "";
  return (
    <p class="text-note small" role="status">
      {model === "counts" ? "The counts have" : `${model} has`}{" "}
      read parcel messages and simple English, and this text is far from both:{" "}
      <span class="num" title={String(bits)}>{formatFigure(bits, 1)}</span>{" "}
      bits of surprise a byte, where its own kind takes less than 2. What it says here means little.{" "}
      {other && (
        <button
          type="button"
          class="link"
          onClick={() => lab.models.load({ name: other.id.name, revision: other.id.revision })}
        >
          Load SmolLM2{size}
        </button>
      )}
    </p>
  );
}
