import { useRef } from "preact/hooks";
import type { KvCacheQuery } from "@/lib/experiment/fields/kv_cache_query.ts";
import { CACHE_DTYPES } from "@/lib/lm/kv_cache/cache_format.ts";
import { findCachePreset } from "@/lib/lm/kv_cache/cache_presets.ts";
import { presetSource } from "@/lib/lm/kv_cache/presets/preset.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import { Fold } from "@/lib/ui/page/fold.tsx";
import { HubFields } from "@/islands/kv_cache/hub_fields.tsx";
import { LabNumber, LabSelect, plainOptions } from "@/islands/query/lab_fields.tsx";

type Lab = QueryLab<KvCacheQuery>;

const DTYPES = [{ options: plainOptions(CACHE_DTYPES) }];
const DTYPES_OR_SAME = [{ options: [{ value: "same", label: "as above" }, ...plainOptions(CACHE_DTYPES)] }];

const FOLDED = [
  "layers",
  "kv_heads",
  "head_dim",
  "value_head_dim",
  "heads",
  "window",
  "window_layers",
  "kv_lora_rank",
  "qk_rope_head_dim",
  "state_layers",
  "state_size",
  "config",
  "repository",
  "bytes_per_element",
  "group_size",
  "block_size",
  "weights_gib",
  "memory_gib",
  "generated",
] as const;

/** What is rarely changed: a configuration of the visitor's, the model in numbers, how it is stored, the device. */
export function SettingsPart({ lab, modelHost }: { readonly lab: Lab; readonly modelHost: string }) {
  const { preset, config, repository } = lab.query.value;
  const isWrong = FOLDED.some((name) => lab.error(name) !== null);
  // Once it is open for a reason it stays: emptying the box that one types in must not close it.
  const open = useRef(false);
  open.current ||= config !== "" || repository !== "" || isWrong;
  const source = findCachePreset(preset);
  return (
    <Fold summary="Settings: paste a config.json, numbers, types, blocks, scales, states" open={open.current}>
      {source && config === "" && (
        <p class="small">
          These figures come from <a href={presetSource(source)} rel="noreferrer">its config.json</a>.
        </p>
      )}
      <HubFields lab={lab} modelHost={modelHost} />
      <div class="halves">
        <Numbers lab={lab} isUsed={preset === "" && config === ""} />
        <Storage lab={lab} />
      </div>
    </Fold>
  );
}

function Numbers({ lab, isUsed }: { readonly lab: Lab; readonly isUsed: boolean }) {
  return (
    <section class="area-numbers" aria-label="The model in numbers">
      <h2>The model in numbers{isUsed ? "" : " (not used: a model is chosen)"}</h2>
      <div class="fields">
        <LabNumber lab={lab} name="layers" label="Layers" />
        <LabNumber lab={lab} name="kv_heads" label="KV heads" list hint="or one a layer: 8,8,4" />
        <LabNumber lab={lab} name="head_dim" label="Elements of a head" />
        <LabNumber lab={lab} name="window" label="Window" hint="tokens that a sliding layer keeps" />
        <LabNumber lab={lab} name="window_layers" label="Sliding layers" hint="default all" />
        <LabNumber lab={lab} name="kv_lora_rank" label="Elements of a latent" hint="MLA, no heads" />
        <LabNumber lab={lab} name="qk_rope_head_dim" label="Elements of a position key" hint="MLA" />
        <LabNumber lab={lab} name="state_layers" label="Layers with a state" hint="further layers" />
        <LabNumber lab={lab} name="state_size" label="Elements of a state" />
        <LabNumber lab={lab} name="value_head_dim" label="Elements of a value" hint="default as a head" />
        <LabNumber lab={lab} name="heads" label="Query heads" hint="only for the name" />
      </div>
    </section>
  );
}

function Storage({ lab }: { readonly lab: Lab }) {
  return (
    <section aria-label="Storage and device">
      <div class="area-sampler">
        <h2>Storage</h2>
        <div class="fields">
          <LabSelect lab={lab} name="dtype" label="Keys and values" groups={DTYPES} />
          <LabNumber
            lab={lab}
            name="bytes_per_element"
            label="Bytes of an element"
            hint="in place of a type"
          />
          <LabSelect lab={lab} name="key_dtype" label="Keys apart" groups={DTYPES_OR_SAME} />
          <LabSelect lab={lab} name="value_dtype" label="Values apart" groups={DTYPES_OR_SAME} />
          <LabNumber lab={lab} name="group_size" label="Elements that share one scale" hint="0 for none" />
          <LabNumber lab={lab} name="block_size" label="Tokens of a block" hint="of a paged cache" />
          <LabSelect lab={lab} name="state_dtype" label="States" groups={DTYPES} />
        </div>
      </div>
      <div class="area-model">
        <h2>Device</h2>
        <div class="fields">
          <LabNumber
            lab={lab}
            name="memory_gib"
            label="Memory"
            unit="GiB"
            placeholder="24"
            hint="24 GB is read as sold: 24 GiB"
          />
          <LabNumber
            lab={lab}
            name="weights_gib"
            label="Weights"
            unit="GiB"
            hint="default the model's; 15 GB is read"
          />
          <LabSelect lab={lab} name="weight_dtype" label="Weights stored as" groups={DTYPES} />
          <LabNumber lab={lab} name="generated" label="Generated of each" hint="for the work" />
        </div>
      </div>
    </section>
  );
}
