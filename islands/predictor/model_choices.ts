import {
  EMBEDDED_MODELS,
  type EmbeddedName,
  isEmbedded,
  type PredictorQuery,
} from "@/lib/experiment/fields/predictor_query.ts";
import type { Offers, OfferView } from "@/lib/labs/predictor/views/model_offers.ts";
import { formatBinaryBytes, formatBytes, formatCount, formatParameters } from "@/lib/ui/format.ts";
import type { ModelChoice } from "@/lib/ui/predictor/model_row.tsx";
import type { PredictorProps } from "./props.ts";

/** What the row of models is made of. */
interface ModelChoicesSource {
  readonly query: Pick<PredictorQuery, "model">;
  /** Whether the model that the experiment names is there. */
  readonly answers: boolean;
  readonly shipped: PredictorProps["shipped"];
  readonly offers: Offers;
  /** Whether a model is being loaded. */
  readonly busy: boolean;
  readonly onUse: (name: EmbeddedName) => void;
  readonly onLoad: (name: string, revision?: string) => void;
}

const SHORT: Readonly<Record<EmbeddedName, string>> = {
  "parcel-gpt": "parcel-gpt",
  "parcel-gru": "GRU",
  "parcel-bert": "BERT",
  counts: "counts",
};

const KINDS: Readonly<Record<EmbeddedName, string>> = {
  "parcel-gpt": "a Transformer that has read parcel messages and simple English",
  "parcel-gru": "a recurrent network that has read the same",
  "parcel-bert": "a masked Transformer that has read the same",
  counts: "n-grams up to 4, counted in the shipped corpora",
};

/** The models of the row: the site's own, the one that is loaded or named, and one to try. */
export function modelChoices(source: ModelChoicesSource): ModelChoice[] {
  const { query: { model }, answers, offers } = source;
  const own = EMBEDDED_MODELS.map((name) => embeddedChoice(name, source));
  const loaded: ModelChoice[] = answers && !isEmbedded(model)
    ? [{
      title: shortName(model),
      state: "in this tab",
      label: shortName(model),
      facts: model,
      current: true,
    }]
    : [];
  return [...own, ...loaded, ...offers.first.map((offer) => offerChoice(offer, source))];
}

function embeddedChoice(name: EmbeddedName, { query, shipped, onUse }: ModelChoicesSource): ModelChoice {
  const current = query.model === name;
  const size = name === "counts" ? null : formatBytes(shipped[name].bytes);
  return {
    title: SHORT[name],
    state: current ? "in this tab" : "",
    label: name === "counts" ? "Use the counts" : `Use ${name} (${size})`,
    facts: size === null ? KINDS[name] : `${name}, ${size}: ${KINDS[name]}`,
    current,
    onUse: () => onUse(name),
  };
}

function offerChoice(offer: OfferView, { busy, onLoad }: ModelChoicesSource): ModelChoice {
  const { name, revision, downloadBytes, cached, fit } = offer;
  const size = downloadBytes === null ? "size unknown" : formatBytes(downloadBytes);
  return {
    title: shortName(name),
    state: cached ? "on this disk" : `${size} ↓`,
    label: `Load ${name} (${cached ? `${size}, cached` : size})`,
    facts: factsOf(offer),
    current: false,
    disabled: busy || fit === "no",
    onUse: () => onLoad(name, revision),
  };
}

function factsOf(offer: OfferView): string {
  const facts = [
    offer.name,
    offer.parameters === null ? null : `${formatParameters(offer.parameters)} parameters`,
    offer.contextLength === null ? null : `context ${formatCount(offer.contextLength)}`,
    offer.memoryBytes === null ? null : `${formatBinaryBytes(offer.memoryBytes)} of memory`,
    offer.license ?? "license not stated",
    offer.fitNote,
  ];
  return facts.filter((fact) => fact !== null && fact !== "").join(" · ");
}

/** `SmolLM2 135M` for `HuggingFaceTB/SmolLM2-135M-Instruct`. */
function shortName(name: string): string {
  return (name.split("/").at(-1) ?? name).replace(/-(Instruct|ONNX|Base)/gi, "").replaceAll("-", " ");
}
