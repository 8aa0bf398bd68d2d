import type { Context } from "hono";
import { compareWithTruth } from "@/models/check/fact_prompts.ts";
import { type CheckResults, readCheckResults, readModelCard } from "@/lib/server/models/card.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import type { ShippedName } from "@/lib/embedded/shipped.ts";
import { formatCount, formatFigure } from "@/lib/ui/format.ts";
import { PageIntro } from "@/lib/ui/page/page_intro.tsx";
import { Fold } from "@/lib/ui/page/fold.tsx";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { answerBlank } from "./blank_answer.ts";
import { BlankSection } from "./blank_section.tsx";
import { DataAndLicense } from "./data_and_license.tsx";
import { FactsTable, Findings } from "./findings.tsx";
import { Results, SampleTable } from "./results_table.tsx";
import { layerGuesses, LayersSection } from "./layers_section.tsx";
import { Sizes } from "./sizes.tsx";
import { TrainingCurve } from "./training_curve.tsx";
import { TruthSection } from "./truth_section.tsx";

const FIRST_TEXT = "The package left the";
/** A text of the grammar is shorter; a longer one is not looked up. */
const LONGEST_TEXT = 400;
const WORDS = 10;

const DESCRIPTIONS: Readonly<Record<ShippedName, string>> = {
  "parcel-gpt": "The Transformer that this site ships: its data, sizes, training curve, results and limits.",
  "parcel-gru":
    "The recurrent network that this site ships beside its Transformer: sizes, training curve, results and limits.",
  "parcel-bert":
    "The masked Transformer that this site ships: it guesses a hidden token from both sides. Sizes, training curve, results and limits.",
};

/** `GET /models/NAME`: how an embedded model was made, and what was measured of it. */
export function modelCard(name: ShippedName): (c: Context<SiteEnv>) => Promise<Response> {
  return async (c) => {
    const { pathname, searchParams } = new URL(c.req.url);
    const text = (searchParams.get("text") ?? FIRST_TEXT).slice(0, LONGEST_TEXT);
    const blank = name === "parcel-bert" ? await answerBlank(searchParams.get("blank")) : null;
    const layers = name === "parcel-gpt" ? await layerGuesses(text) : null;
    const words = await compareWithTruth(serverModel(name), text, WORDS);
    const [card, results] = [readModelCard(name), readCheckResults(name)];
    const parcel = results.texts["parcel"];
    const floor = parcel?.floor_nats === undefined ? null : parcel.floor_nats / parcel.tokens;
    return renderPage(
      c,
      { title: name, description: DESCRIPTIONS[name] },
      <>
        <PageIntro title={name}>
          <Introduction name={name} parameters={card.parameters} />
        </PageIntro>
        {blank && (
          <Panel title="A hidden word, from one side and from both" area="blank">
            <BlankSection answer={blank} action={pathname} beside={text} />
          </Panel>
        )}
        <Panel title="Its distribution beside the true one" area="truth">
          <TruthSection
            text={text}
            words={words}
            action={pathname}
            model={name}
            {...(blank && { blank: blank.text })}
          />
        </Panel>
        {layers && (
          <Panel title="Its guess after each layer" area="layers">
            <LayersSection guesses={layers} />
          </Panel>
        )}
        <Panel title="Results" area="results">
          <Results card={card} />
          {results.sample && <SampleTable results={results} sample={results.sample} />}
          <Compare name={name} text={text} />
        </Panel>
        <Limits results={results} />
        <Fold summary="What was measured beside the loss">
          <Findings card={card} results={results} />
          <FactsTable facts={results.facts} model={name} />
        </Fold>
        <Fold summary="Sizes, files and how it is computed">
          <Sizes name={name} card={card} />
        </Fold>
        <Fold summary="Training: its curve, and the log">
          <TrainingCurve card={card} floor={name === "parcel-bert" ? null : floor} />
        </Fold>
        <Fold summary="Data and license">
          <DataAndLicense card={card} />
        </Fold>
      </>,
    );
  };
}

const OTHERS: Readonly<Record<ShippedName, ShippedName>> = {
  "parcel-gpt": "parcel-gru",
  "parcel-gru": "parcel-gpt",
  "parcel-bert": "parcel-gpt",
};

/** The same text under another model. */
function Compare({ name, text }: { readonly name: ShippedName; readonly text: string }) {
  const query = new URLSearchParams({ text, model: name, beside: OTHERS[name] });
  return (
    <p>
      <a href={`/compare?${query}`}>Compare it with {OTHERS[name]} on this text</a>, or on{" "}
      <a href="/ladder">a text of yours from chance to a Transformer</a>.
    </p>
  );
}

function Introduction({ name, parameters }: { readonly name: ShippedName; readonly parameters: number }) {
  const count = formatCount(parameters);
  switch (name) {
    case "parcel-gpt":
      return (
        <>A Transformer of {count} parameters, trained here on a world whose true probabilities are known.</>
      );
    case "parcel-gru":
      return (
        <>
          A recurrent network of {count} parameters: the text, the tokens and the objective of{" "}
          <a href="/models/parcel-gpt">parcel-gpt</a>, another family. What it keeps of all that it read is
          one state of fixed size.
        </>
      );
    case "parcel-bert":
      return (
        <>
          A masked Transformer of {count} parameters: the text, the tokens and the layers of{" "}
          <a href="/models/parcel-gpt">parcel-gpt</a>, another objective. It guesses hidden tokens from both
          sides.
        </>
      );
  }
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
          {formatFigure(100 * held.exact / held.pairs, 1)} %), {held.near}{" "}
          within one; of numbers beyond 50 it was taught nothing.
        </li>
        {results.model === "parcel-bert" && (
          <li>
            It writes badly: as a model of the next token it is asked for a mask after the text, and reads all
            of the text again for each token. Its guesses from both sides are not a probability of the text,
            and have no perplexity.
          </li>
        )}
        <li>It knows no chat, no other language, and nothing after its corpus was made.</li>
        <li>Names and cities in the parcel world are made up combinations; nobody is meant.</li>
      </ul>
    </Panel>
  );
}
