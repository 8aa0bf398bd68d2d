import { decodeText } from "@/lib/lm/decode_bytes.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import type { ShownGuess } from "@/lib/ui/predictor/insides_view.tsx";
import { LayerStrips, leadsFrom } from "@/lib/ui/predictor/layer_strips.tsx";
import { LabelChip } from "@/lib/ui/token/label_chip.tsx";

/** What parcel-gpt would say next after each of its layers, likeliest first. */
export async function layerGuesses(text: string): Promise<readonly (readonly ShownGuess[])[]> {
  const model = serverModel("parcel-gpt");
  const tokens = [...model.beginToken === null ? [] : [model.beginToken], ...await model.encode(text)];
  const { guesses } = await model.inside(tokens.slice(-model.contextLength), 2);
  return guesses.map((layer) =>
    layer.map(({ id, probability }) => ({ text: decodeText(model.vocabulary.bytes(id)), probability }))
  );
}

/** The guess after each layer, and from which on the last one's leads. */
export function LayersSection({ guesses }: { readonly guesses: readonly (readonly ShownGuess[])[] }) {
  const from = leadsFrom(guesses);
  const winner = guesses.at(-1)?.[0]?.text;
  return (
    <div data-leads-from={from ?? undefined}>
      <p>
        What it would say if it stopped after a layer: <LabelChip text={winner ?? ""} /> leads from layer{" "}
        {from} of {guesses.length} on.
      </p>
      <LayerStrips guesses={guesses} />
    </div>
  );
}
