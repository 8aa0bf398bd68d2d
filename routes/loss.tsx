import type { Context } from "hono";
import { embedPath, isEmbed, pagePath } from "@/lib/server/embed.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import { shownAddress } from "@/lib/server/shown_address.ts";
import { movedQuery } from "@/routes/moved_query.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/page/island.tsx";
import { Formula } from "@/lib/ui/page/page_intro.tsx";

/** `GET /loss`. */
export function loss(c: Context<SiteEnv>): Response {
  const { pathname, search, searchParams } = shownAddress(c);
  const moved = movedQuery({ page: pagePath(pathname), params: searchParams });
  if (moved) {
    c.header("cache-control", "private, no-cache");
    return c.redirect(`${isEmbed(pathname) ? embedPath(moved.page) : moved.page}?${moved.params}`, 303);
  }
  return renderPage(
    c,
    {
      title: "Loss and perplexity",
      description:
        "Cross-entropy, perplexity, bits and the chain rule: from logits, probabilities or losses.",
    },
    <>
      <Island
        name="Loss"
        props={{ search, base: pathname }}
      />
      {isEmbed(pathname)
        ? null
        : <Formula>loss = ln Σ_j exp(z_j) − z_target = −ln p_target; perplexity = exp(mean loss)</Formula>}
    </>,
  );
}
