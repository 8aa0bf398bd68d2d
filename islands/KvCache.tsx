import { useComputed } from "@preact/signals";
import { type QueryStart, useQueryLab } from "./query/use_query_lab.ts";
import { KV_CACHE_FIELDS } from "@/lib/experiment/fields/kv_cache_query.ts";
import { kvCacheCode } from "@/lib/labs/code/kv_cache_code.ts";
import { cacheRoom } from "@/lib/labs/kv_cache/cache_room.ts";
import { kvCacheView } from "@/lib/labs/kv_cache/kv_cache_view.ts";
import { roomSentence } from "@/lib/labs/kv_cache/room_sentence.ts";
import { CodePanel } from "@/lib/ui/code/code_panel.tsx";
import { CalculateButton, CalculationForm } from "@/lib/ui/form/calculation_form.tsx";
import { ErrorBox } from "@/lib/ui/page/error_box.tsx";
import { ResultRegion } from "@/lib/ui/page/result_region.tsx";
import { CacheResult } from "@/islands/kv_cache/cache_result.tsx";
import { CardChoices, CardPart, type CardPartProps } from "@/islands/kv_cache/card_part.tsx";
import { DecodePart } from "@/islands/kv_cache/decode_part.tsx";
import { ModelPicker } from "@/islands/kv_cache/model_picker.tsx";
import { SettingsPart } from "@/islands/kv_cache/settings_part.tsx";
import { LabAnswer } from "@/islands/query/lab_answer.tsx";
import { LabNumber } from "@/islands/query/lab_fields.tsx";
import { formatCount } from "@/lib/ui/format.ts";

/** Props of the island. */
interface KvCacheProps extends QueryStart {
  /** Where the browser finds repositories. */
  readonly modelHost: string;
}

const LABELS = {
  preset: "The model",
  config: "config.json",
  repository: "Repository",
  batch: "Sequences",
  tokens: "Tokens of each",
  layers: "Layers",
  kv_heads: "KV heads",
  head_dim: "Elements of a head",
  value_head_dim: "Elements of a value",
  heads: "Query heads",
  window: "Window",
  window_layers: "Sliding layers",
  kv_lora_rank: "Elements of a latent",
  qk_rope_head_dim: "Elements of a position key",
  state_layers: "Layers with a state",
  state_size: "Elements of a state",
  dtype: "Keys and values",
  key_dtype: "Keys apart",
  value_dtype: "Values apart",
  bytes_per_element: "Bytes of an element",
  state_dtype: "States",
  group_size: "Elements that share one scale",
  block_size: "Tokens of a block",
  memory_gib: "Memory",
  weights_gib: "Weights",
  weight_dtype: "Weights stored as",
  generated: "Generated of each",
};

/** The instrument of /kv-cache. */
export default function KvCache({ modelHost, ...start }: KvCacheProps) {
  const lab = useQueryLab(KV_CACHE_FIELDS, start);
  const shown = useComputed(() => {
    const view = kvCacheView(lab.query.value);
    return "problem" in view ? view : { view, room: cacheRoom(lab.query.value, view.question) };
  }).value;
  const tokens = lab.query.value.tokens;
  return (
    <CalculationForm label="Cache memory" action={lab.base}>
      <LabAnswer lab={lab} labels={LABELS} note={"problem" in shown ? null : <Note {...shown} lab={lab} />}>
        {"problem" in shown ? "This configuration has no answer." : roomSentence(shown.room, tokens)}
      </LabAnswer>
      <div class="lab-flow">
        <div class="area-text card-inputs">
          <ModelPicker lab={lab} />
          <LabNumber lab={lab} name="batch" label="Sequences" />
          <LabNumber lab={lab} name="tokens" label="Tokens of each" />
          <CalculateButton />
        </div>
        {"problem" in shown
          ? (
            <ErrorBox title="There is no cache to compute." fine="What you typed is still here.">
              {shown.problem}
            </ErrorBox>
          )
          : <Answer lab={lab} {...shown} />}
        <SettingsPart lab={lab} modelHost={modelHost} />
      </div>
    </CalculationForm>
  );
}

function Note({ lab, room }: CardPartProps) {
  const beyond = room.contextLength !== null && room.longest.most > room.contextLength;
  return (
    <>
      Keys and values of every token are kept. Drag the length until they no longer fit.
      {beyond && ` The model itself was made for ${formatCount(room.contextLength!)} tokens.`}
      {!room.knowsWeights && " Weights are not counted: choose a model, or give their size."}
      {lab.query.value.memory_gib === null &&
        ` The ${room.card} GiB are this page's guess: choose your card.`}
    </>
  );
}

function Answer(props: CardPartProps) {
  const { lab, view } = props;
  return (
    <>
      <CardChoices {...props} />
      <ResultRegion label="Answer" busy={!lab.isCurrent.value} source="kv-cache" class="figure">
        <CardPart {...props} />
        <p class="small quiet num-line">
          one more token: {formatCount(view.report.memory.bytesPerToken)} bytes ·{" "}
          {view.report.arithmetic[0]?.replaceAll("_", " ")}
        </p>
      </ResultRegion>
      <DecodePart bytesPerToken={view.report.memory.bytesPerToken} />
      <CacheResult {...props} />
      <CodePanel
        code={kvCacheCode(
          view.report.memory.layers.map(({ layers, bytesPerToken, lowerTokens, stateBytes }) => ({
            count: layers.count,
            bytesPerToken: layers.kind === "sparse_index" ? 0 : bytesPerToken,
            tokens: lowerTokens,
            stateBytes,
          })),
          view.question.use.batch,
        )}
        moved={lab.moved.value}
      />
    </>
  );
}
