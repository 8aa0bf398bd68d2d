import type { ShippedName } from "@/lib/embedded/shipped.ts";
import type { GruConfig } from "@/lib/recurrent/weights.ts";
import type { ModelCard } from "@/lib/server/models/card.ts";
import { serverEngine } from "@/lib/server/models/server_engine.ts";
import { shippedModel } from "@/lib/server/models/shipped_models.ts";
import type { TransformerConfig } from "@/lib/transformer/config.ts";
import { formatBytes, formatCount } from "@/lib/ui/format.ts";

/** What a model is made of, and its files. */
export function Sizes({ name, card }: { readonly name: ShippedName; readonly card: ModelCard }) {
  const { config } = card;
  const { bytes, revision, weights, tokenizer } = shippedModel(name);
  return (
    <ul>
      {config.kind === "gru" ? <Recurrent config={config} /> : <Attention config={config} />}
      <li>
        Vocabulary {formatCount(config.vocabulary)} (byte-level BPE), context {config.context}{" "}
        tokens, embeddings tied.
      </li>
      <li>
        Weights in 4-bit blocks of 32 with a 16-bit scale. A tab loads{" "}
        {formatBytes(bytes)}, tokenizer included, when the model is used; revision <code>{revision}</code>.
      </li>
      <li>
        Files: <a href={weights}>safetensors</a>, {config.kind !== "gru" && (
          <>
            <a href={weights.replace("model.safetensors", "onnx/model_q4.onnx")}>ONNX</a>{" "}
            {config.kind === "bert"
              ? "for the masked models of transformers.js"
              : "with a KV cache for transformers.js"},
            {" "}
          </>
        )}
        <a href={tokenizer}>tokenizer.json</a>.
      </li>
      <li>
        Computed by <a href={forwardPass(name)}>this forward pass</a>, on this server in {serverEngine()}.
      </li>
      <li>
        <a href={`/?model=${name}`}>Use it in the predictor</a>,{" "}
        <a href={`/loss?text=The+package+left+the+warehouse.&model=${name}`}>or score a text with it</a>.
      </li>
    </ul>
  );
}

/** Where the code that computes a model is shown. */
function forwardPass(name: ShippedName): string {
  return `/source/${name === "parcel-gru" ? "recurrent" : "transformer"}/forward.ts`;
}

function Attention({ config }: { readonly config: TransformerConfig }) {
  return (
    <>
      <li>
        {config.layers} layers, {config.width} channels, {config.heads} heads, feed-forward{" "}
        {config.feedForward}.
      </li>
      <li>
        Pre-norm RMSNorm, rotary positions, SwiGLU; {config.kind === "bert"
          ? "every token sees all others, and a mask has an embedding of its own."
          : "a token sees those before it."}
      </li>
      {config.kind !== "bert" && (
        <li>
          In each head half of a key's and a value's channels come from the token before, so that what
          followed a name the last time is found in one layer, not two. Other implementations of Llama lack
          this: read the weights with the ONNX file.
        </li>
      )}
    </>
  );
}

function Recurrent({ config }: { readonly config: GruConfig }) {
  const kept = config.layers * config.hidden;
  return (
    <>
      <li>
        {config.layers} layers of gated recurrent units, {config.hidden} numbers each, over embeddings of{" "}
        {config.width} channels; RMSNorm before the head.
      </li>
      <li>
        Its memory is {formatCount(kept)} numbers, {formatBytes(kept * Float32Array.BYTES_PER_ELEMENT)}{" "}
        in float32, however long the text is: it has no KV cache.
      </li>
    </>
  );
}
