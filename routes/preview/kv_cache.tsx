import { KV_CACHE_FIELDS, type KvCacheQuery } from "@/lib/experiment/fields/kv_cache_query.ts";
import { kvCacheView } from "@/lib/labs/kv_cache/kv_cache_view.ts";
import { GIB } from "@/lib/lm/kv_cache/cache_memory.ts";
import { formatBinaryBytes, formatCount, formatPlural } from "@/lib/ui/format.ts";
import { formatLength } from "@/lib/ui/kv_cache/format_length.ts";
import { Curve } from "@/lib/ui/preview/curve.tsx";
import { FigureList } from "@/lib/ui/preview/figure_list.tsx";
import { Words } from "@/lib/ui/preview/lettering.tsx";
import { BODY, PreviewCard } from "@/lib/ui/preview/preview_card.tsx";
import { type PagePreview, pagePreview } from "@/lib/server/preview/page_preview.ts";

const BOX = { x: 560, y: 168, width: 560, height: 310 };

/** The picture of `/kv-cache`: the memory, and how it grows with the tokens. */
export const kvCachePreview: PagePreview = pagePreview(KV_CACHE_FIELDS, (query) => {
  const view = kvCacheView(query);
  if ("problem" in view) {
    return (
      <PreviewCard heading="KV cache" note="Memory of keys and values">
        <Words x={BODY.left} y={200} size={30} bold>These numbers describe no cache.</Words>
      </PreviewCard>
    );
  }
  const { report: { memory }, question: { use }, curves } = view;
  const own = formatPlural(use.batch, "sequence");
  const series = curves.filter(({ label, truth }) => label === own || truth);
  const facts = [
    `${formatPlural(use.tokens, "token")} × ${formatPlural(use.batch, "sequence")}`,
    ...modelFacts(query),
    `${formatCount(memory.bytesPerToken)} bytes a token`,
    memory.upperBytes > memory.lowerBytes && `at most ${formatBinaryBytes(memory.upperBytes)}`,
  ];
  return (
    <PreviewCard heading="KV cache" note={query.config ? "From a model's config.json" : noteOf(query)}>
      <FigureList
        name="Keys and values take"
        figure={formatBinaryBytes(memory.lowerBytes)}
        facts={facts.filter((fact) => fact !== false)}
      />
      <Curve
        x={{ label: "tokens of each sequence", log: true, format: formatLength }}
        y={{ label: "cache", unit: "GiB", log: true }}
        series={series}
        mark={[use.tokens, memory.lowerBytes / GIB]}
        box={BOX}
      />
    </PreviewCard>
  );
});

/** The numbers that the visitor gave; a published model has too many to list. */
function modelFacts({ config, preset, layers, kv_heads, head_dim }: KvCacheQuery): string[] {
  if (config !== "" || preset !== "") return [];
  const heads = kv_heads.length === 1 ? `${kv_heads[0]} KV heads` : "KV heads by layer";
  return [`${formatPlural(layers, "layer")}, ${heads} of ${head_dim}`];
}

function noteOf({ preset }: KvCacheQuery): string {
  return preset === ""
    ? "batch × tokens × layers × KV heads × (key + value) × bytes each"
    : `Model ${preset}`;
}
