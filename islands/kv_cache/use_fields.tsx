import type { KvCacheQuery } from "@/lib/experiment/fields/kv_cache_query.ts";
import { CACHE_DTYPES } from "@/lib/lm/kv_cache/cache_format.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { LabNumber, LabSelect, plainOptions } from "@/islands/query/lab_fields.tsx";

type Lab = QueryLab<KvCacheQuery>;

const DTYPES = [{ options: plainOptions(CACHE_DTYPES) }];
const DTYPES_OR_SAME = [{ options: [{ value: "same", label: "as above" }, ...plainOptions(CACHE_DTYPES)] }];

/** How the cache is stored, and on what device. */
export function UseFields({ lab }: { readonly lab: Lab }) {
  return (
    <>
      <Panel title="Storage" area="sampler">
        <div class="fields">
          <LabSelect lab={lab} name="dtype" label="Keys and values" groups={DTYPES} />
          <LabNumber lab={lab} name="bytes_per_element" label="Bytes each" hint="in place of a type" />
        </div>
        <div class="fields">
          <LabSelect lab={lab} name="key_dtype" label="Keys apart" groups={DTYPES_OR_SAME} />
          <LabSelect lab={lab} name="value_dtype" label="Values apart" groups={DTYPES_OR_SAME} />
        </div>
        <div class="fields">
          <LabNumber lab={lab} name="group_size" label="Scale group" hint="elements a scale; 0 none" />
          <LabNumber lab={lab} name="block_size" label="Block" unit="tokens" hint="of a paged cache" />
          <LabSelect lab={lab} name="state_dtype" label="States" groups={DTYPES} />
        </div>
      </Panel>
      <Panel title="Device" area="model">
        <div class="fields">
          <LabNumber lab={lab} name="memory_gib" label="Memory" unit="GiB" placeholder="80" />
          <LabNumber lab={lab} name="weights_gib" label="Weights" unit="GiB" hint="default the model's" />
          <LabSelect lab={lab} name="weight_dtype" label="Stored as" groups={DTYPES} />
        </div>
        <LabNumber lab={lab} name="generated" label="Generated of each" hint="for the work below" />
      </Panel>
    </>
  );
}
