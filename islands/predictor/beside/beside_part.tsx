import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { EMBEDDED_MODELS, isEmbedded } from "@/lib/experiment/fields/predictor_query.ts";
import { type BesideAnswer } from "@/lib/labs/predictor/beside/beside_answer.ts";
import { besideRows } from "@/lib/labs/predictor/beside/beside_rows.ts";
import { sourceOf } from "@/lib/labs/predictor/model_choice.ts";
import type { PredictorPorts } from "@/lib/labs/predictor/ports.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { formatBytes } from "@/lib/ui/format.ts";
import { ResultRegion } from "@/lib/ui/page/result_region.tsx";
import { BesideTable } from "@/lib/ui/predictor/beside/beside_table.tsx";
import { TokenText } from "@/lib/ui/token/chip.tsx";
import { useBeside } from "./use_beside.ts";

interface BesidePartProps extends Pick<PredictorPorts, "provider" | "embedded"> {
  readonly lab: PredictorLab;
}

/** A second model on the same text: which one, its bars beside the first one's, and the way it goes by itself. */
export default function BesidePart(props: BesidePartProps) {
  const { lab } = props;
  const { model, load } = useSecondModel(props);
  const answer = useBeside(lab, model.value).value;
  const name = lab.state.query.value.beside;
  return (
    <div class="second-model">
      <div class="beside-head small">
        <ModelSelect lab={lab} name={name} />
        {model.value === null && !isEmbedded(name) && <LoadSecond {...props} name={name} onLoad={load} />}
      </div>
      {answer && <Compared lab={lab} answer={answer} />}
    </div>
  );
}

/** The model that `beside` names: the site's own by itself, one that is loaded already, another when it is asked for. */
function useSecondModel({ lab, provider, embedded }: BesidePartProps) {
  const { query, loaded } = lab.state;
  const name = query.value.beside;
  const model = useSignal<LanguageModel | null>(null);
  const there = loaded.value?.id.name === name ? loaded.value : null;
  useEffect(() => {
    let isCurrent = true;
    model.value = there;
    if (isEmbedded(name)) embedded(name).then((made) => isCurrent && (model.value = made)).catch(() => {});
    return () => void (isCurrent = false);
  }, [name, there]);
  const load = async () => {
    const signal = new AbortController().signal;
    const made = await provider.load({ name, signal, onProgress: () => {} });
    if (query.peek().beside === name) model.value = made;
  };
  return { model, load };
}

function ModelSelect({ lab, name }: { readonly lab: PredictorLab; readonly name: string }) {
  const names = EMBEDDED_MODELS.filter((each) => each !== lab.state.query.value.model);
  const others = [lab.state.loaded.value?.id.name ?? name, name].filter((each) =>
    !isEmbedded(each) && each !== lab.state.query.value.model
  );
  return (
    <label class="inline">
      beside it
      <select
        name="beside"
        value={name}
        onChange={(event) => lab.edit.setField("beside", event.currentTarget.value)}
      >
        {[...new Set([...names, ...others])].map((each) => (
          <option key={each} value={each} selected={each === name}>{each}</option>
        ))}
      </select>
    </label>
  );
}

function LoadSecond({ lab, provider, name, onLoad }: BesidePartProps & {
  readonly name: string;
  readonly onLoad: () => Promise<void>;
}) {
  const said = useSignal("");
  const known = [...lab.state.described.value, ...provider.catalog].find(({ id }) => id.name === name);
  const size = known?.downloadBytes ? formatBytes(known.downloadBytes) : "size unknown";
  const press = () => {
    said.value = "Loading";
    onLoad().catch((error) => said.value = error instanceof Error ? error.message : String(error));
  };
  return (
    <>
      <button type="button" disabled={said.value === "Loading"} onClick={press}>Load {name} ({size})</button>
      <span role="status">{said.value}</span>
    </>
  );
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
  const generated = own.reading.generated(own);
  return (
    <ResultRegion
      label={`Next-token distribution of ${here.model.id.name}`}
      busy={lab.state.prediction.value !== first}
      source={sourceOf(here.model)}
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
  return id.name.split("/").at(-1) ?? id.name;
}
