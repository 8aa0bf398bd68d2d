import type { Context } from "hono";
import { compareWithTruth } from "@/models/check/fact_prompts.ts";
import {
  type CheckResults,
  type ModelCard,
  readCheckResults,
  readModelCard,
} from "@/lib/server/model_card.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import { serverModel, shippedModel } from "@/lib/server/shipped_models.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import type { ShippedModel } from "@/lib/transformer/load_embedded_model.ts";
import { formatBytes, formatCount, formatFigure } from "@/lib/ui/format.ts";
import { PageIntro } from "@/lib/ui/page_intro.tsx";
import { Panel } from "@/lib/ui/panel.tsx";
import { DataAndLicense } from "./data_and_license.tsx";
import { FactsTable, Findings } from "./findings.tsx";
import { ResultsTable } from "./results_table.tsx";
import { TrainingCurve } from "./training_curve.tsx";
import { TruthSection } from "./truth_section.tsx";

const NAME = "parcel-gpt";
const FIRST_TEXT = "The package left the";
/** A text of the grammar is shorter; a longer one is not looked up. */
const LONGEST_TEXT = 400;
const WORDS = 10;

/** `GET /models/parcel-gpt`: how the embedded Transformer was made, and what was measured of it. */
export async function parcelGptCard(c: Context<SiteEnv>): Promise<Response> {
  const { pathname, searchParams } = new URL(c.req.url);
  const text = (searchParams.get("text") ?? FIRST_TEXT).slice(0, LONGEST_TEXT);
  const words = await compareWithTruth(serverModel(NAME), text, WORDS);
  const [card, results, shipped] = [readModelCard(NAME), readCheckResults(NAME), shippedModel(NAME)];
  const parcel = results.texts["parcel"];
  const floor = parcel?.floor_nats === undefined ? null : parcel.floor_nats / parcel.tokens;
  return renderPage(
    c,
    {
      title: NAME,
      description:
        "The Transformer that this site ships: its data, sizes, training curve, results and limits.",
    },
    <>
      <PageIntro title={NAME}>
        A Transformer of {formatCount(card.parameters)}{" "}
        parameters, trained here on a world whose true probabilities are known.
      </PageIntro>
      <Panel title="Its distribution beside the true one" area="truth">
        <TruthSection text={text} words={words} action={pathname} />
      </Panel>
      <Panel title="Sizes" area="sizes">
        <Sizes card={card} shipped={shipped} />
      </Panel>
      <Panel title="Training" area="training">
        <TrainingCurve card={card} floor={floor} />
      </Panel>
      <Panel title="Results" area="results">
        <ResultsTable card={card} results={results} />
        <Findings card={card} results={results} />
        <FactsTable facts={results.facts} />
      </Panel>
      <DataAndLicense card={card} />
      <Limits results={results} />
    </>,
  );
}

function Sizes({ card, shipped }: { readonly card: ModelCard; readonly shipped: ShippedModel }) {
  const { config } = card;
  return (
    <ul>
      <li>
        {config.layers} layers, {config.width} channels, {config.heads} heads, feed-forward{" "}
        {config.feedForward}, context {config.context} tokens, vocabulary {formatCount(config.vocabulary)}
        {" "}
        (byte-level BPE), embeddings tied.
      </li>
      <li>Pre-norm RMSNorm, rotary positions, SwiGLU.</li>
      <li>
        Weights in 4-bit blocks of 32 with a 16-bit scale. A tab loads{" "}
        {formatBytes(shipped.bytes)}, tokenizer included; revision <code>{shipped.revision}</code>.
      </li>
      <li>
        Files: <a href={shipped.weights}>safetensors</a>,{" "}
        <a href={shipped.weights.replace("model.safetensors", "onnx/model_q4.onnx")}>ONNX</a>{" "}
        with a KV cache for transformers.js, <a href={shipped.tokenizer}>tokenizer.json</a>.
      </li>
    </ul>
  );
}

function Limits({ results }: { readonly results: CheckResults }) {
  const { held_out: held } = results.subtraction;
  return (
    <Panel title="Limits" area="limits">
      <ul>
        <li>
          It is small and read little: on general English its sentences are often wrong, and facts are not its
          trade.
        </li>
        <li>
          Subtraction: {held.exact} of {held.pairs} pairs that it never saw are right (
          {formatFigure(100 * held.exact / held.pairs, 1)} %), {held.near} within one. Do not let it count.
        </li>
        <li>It knows no chat, no other language, and nothing after its corpus was made.</li>
        <li>Names and cities in the parcel world are made up combinations; nobody is meant.</li>
      </ul>
    </Panel>
  );
}
