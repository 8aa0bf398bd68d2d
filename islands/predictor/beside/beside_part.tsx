import { LoadingLine } from "../../models/loading_line.tsx";
import { type SecondModel, type SecondModelSource, useSecondModel } from "./use_second_model.ts";
import { EMBEDDED_MODELS, isEmbedded } from "@/lib/experiment/fields/predictor_query.ts";
import { type BesideAnswer } from "@/lib/labs/predictor/beside/beside_answer.ts";
import { besideRows } from "@/lib/labs/predictor/beside/beside_rows.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { modelSource } from "@/lib/lm/model_source.ts";
import { formatBytes } from "@/lib/ui/format.ts";
import { ErrorBox } from "@/lib/ui/page/error_box.tsx";
import { ResultRegion } from "@/lib/ui/page/result_region.tsx";
import { BesideTable } from "@/lib/ui/predictor/beside/beside_table.tsx";
import { TokenText } from "@/lib/ui/token/chip.tsx";
import { useBeside } from "./use_beside.ts";

/** A second model on the same text: which one, its bars beside the first one's, and the way it goes by itself. */
export default function BesidePart(props: SecondModelSource) {
  const { lab } = props;
  const second = useSecondModel(props);
  const answer = useBeside(lab, second.model.value).value;
  return (
    <div class="second-model">
      <div class="beside-head small">
        <ModelSelect {...props} />
        {/* A status region is read out when its text changes, so it stands there before it has any. */}
        <span class="vh" role="status">
          {answer && `${nameOf(answer.here.model)} answers on the same text.`}
        </span>
      </div>
      <SecondState {...props} second={second} />
      {answer && <Compared lab={lab} answer={answer} />}
    </div>
  );
}

/** The models that can stand beside the first one: the site's own, those of the catalog, the one that is named. */
function ModelSelect({ lab, provider }: SecondModelSource) {
  const { model, beside: name } = lab.state.query.value;
  const hub = provider.catalog.map(({ id }) => id.name);
  const names = new Set([...EMBEDDED_MODELS, lab.state.loaded.value?.id.name ?? name, name, ...hub]);
  names.delete(model);
  return (
    <label class="inline">
      beside it
      <select
        name="beside"
        value={name}
        onChange={(event) => lab.edit.setField("beside", event.currentTarget.value)}
      >
        {[...names].map((each) => (
          <option key={each} value={each} selected={each === name}>{shortName(each)}</option>
        ))}
      </select>
    </label>
  );
}

/** While the second model is not there: how far it is, why it did not come, or the button that loads it. */
function SecondState(
  { lab, provider, second }: SecondModelSource & { readonly second: SecondModel },
) {
  const name = lab.state.query.value.beside;
  const [loading, problem] = [second.loading.value, second.problem.value];
  if (loading?.name === name) {
    return <LoadingLine loading={loading} onCancel={isEmbedded(name) ? undefined : second.cancel} />;
  }
  if (second.model.value !== null) return null;
  if (problem) {
    return (
      <ErrorBox
        title={problem.message}
        fine="The first model goes on."
        action={{ label: "Try again", onAct: second.load }}
      />
    );
  }
  if (isEmbedded(name)) return null;
  const known = [...lab.state.described.value, ...provider.catalog].find(({ id }) => id.name === name);
  const size = known?.downloadBytes ? formatBytes(known.downloadBytes) : "size unknown";
  return <button type="button" onClick={second.load}>Load {name} ({size})</button>;
}

function Compared({ lab, answer }: { readonly lab: PredictorLab; readonly answer: BesideAnswer }) {
  const query = lab.state.query.value;
  const { first, here, own, shared } = answer;
  const [a, b] = [first, here].map((side) => ({
    model: side.model,
    source: side.reading.distribution(side, { ...query, top: 10 }),
  }));
  if (!a?.source || !b?.source) return null;
  const rows = besideRows({ ...a, source: a.source }, { ...b, source: b.source });
  const generated = own.reading.page(own, query, false).generated;
  return (
    <ResultRegion
      label={`Next-token distribution of ${here.model.id.name}`}
      busy={lab.state.prediction.value !== first}
      source={modelSource(here.model)}
    >
      <BesideTable first={nameOf(first.model)} second={nameOf(here.model)} shared={shared} rows={rows} />
      {generated.length > 0 && (
        <p class="beside-own small">
          {nameOf(own.model)} by itself:{" "}
          {generated.map((token) => <TokenText key={token.index} token={token} />)}
        </p>
      )}
    </ResultRegion>
  );
}

function nameOf({ id }: LanguageModel): string {
  return shortName(id.name);
}

/** Without its owner. */
function shortName(name: string): string {
  return name.split("/").at(-1) ?? name;
}
