import type { Context } from "hono";
import { isEmbed } from "@/lib/server/embed.ts";
import { MathFormula } from "@/lib/server/math_formula.tsx";
import { renderPage } from "@/lib/server/render_page.tsx";
import { shownAddress } from "@/lib/server/shown_address.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/page/island.tsx";

const BYTES = [
  String.raw`\text{bytes} = \text{batch} \times \text{tokens} \times \text{layers}`,
  String.raw`{} \times \text{KV heads} \times (\text{key} + \text{value}) \times \text{bytes each}`,
];

/** `GET /kv-cache`. */
export function kvCache(c: Context<SiteEnv>): Response {
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
