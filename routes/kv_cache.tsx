import type { Context } from "hono";
import { isEmbed } from "@/lib/server/embed.ts";
import { MathFormula } from "@/lib/server/math_formula.tsx";
import { renderPage } from "@/lib/server/render_page.tsx";
import { shownAddress } from "@/lib/server/shown_address.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/page/island.tsx";
import { KV_CACHE_FIELDS } from "@/lib/experiment/fields/kv_cache_query.ts";
import { INTRO } from "@/lib/experiment/embed_parts.ts";
import { kvCachePreview } from "@/routes/preview/kv_cache.tsx";
import { MAX_LAYERS } from "@/lib/experiment/fields/calculation_limits.ts";
import { parseNumber } from "@/lib/experiment/fields/parse_number.ts";
import type { Cost } from "@/lib/server/threads/cost.ts";
import { lab } from "@/routes/page_route.ts";

const BYTES = [
  String.raw`\text{bytes} = \text{batch} \times \text{tokens} \times \text{layers}`,
  String.raw`{} \times \text{KV heads} \times (\text{key} + \text{value}) \times \text{bytes each}`,
];

/** `GET /kv-cache`. */
function kvCache(c: Context<SiteEnv>): Response {
  const { pathname, search } = shownAddress(c);
  return renderPage(
    c,
    {
      title: "KV cache",
      description:
        "How much memory a model's keys and values take: heads, windows, latents, states, types and blocks, written out.",
    },
    <>
      <Island name="KvCache" props={{ search, base: pathname, modelHost: c.var.site.config.modelHost }} />
      {isEmbed(pathname) ? null : <MathFormula parts={BYTES} />}
    </>,
  );
}

/** Each layer has a row of its own. */
function kvCacheCost(params: URLSearchParams): Cost {
  const layers = Math.min(MAX_LAYERS, parseNumber(params.get("layers") ?? "") ?? 0);
  return { milliseconds: 8 + layers * 0.006, advice: "the number of layers" };
}

/** The page /kv-cache. */
export const kvCacheLab = lab({
  path: "/kv-cache",
  title: "KV cache",
  group: "calculate",
  fields: KV_CACHE_FIELDS,
  handler: kvCache,
  card: kvCachePreview,
  cost: kvCacheCost,
  parts: [
    INTRO,
    { name: "inputs", label: "Model and length", mark: "text" },
    { name: "arithmetic", label: "The arithmetic", mark: "run" },
    { name: "plot", label: "Longer and wider", mark: "generated" },
    { name: "weights", label: "Beside the weights", mark: "cost" },
    { name: "saved", label: "What the cache saves", mark: "more" },
    { name: "storage", label: "Storage", mark: "sampler", side: true },
    { name: "device", label: "Device", mark: "model", side: true },
  ],
});
