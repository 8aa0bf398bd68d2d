import { labPaths } from "@/lib/server/page/lab_paths.ts";
import type { Context } from "hono";
import { GALLERY, type GalleryEntry, type GalleryGroup } from "@/routes/gallery/experiments.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import type { SiteEnv } from "@/lib/server/site.ts";
import { HEIGHT, WIDTH } from "@/lib/ui/preview/preview_card.tsx";
import { previewAddress } from "@/lib/server/preview/preview_address.ts";
import { Island } from "@/lib/ui/page/island.tsx";
import { PageIntro } from "@/lib/ui/page/page_intro.tsx";
import type { PageLink } from "@/lib/ui/page/page_link.ts";
import { Panel } from "@/lib/ui/page/panel.tsx";

/** `GET /gallery`: experiments to open, each with what to look at. */
export function gallery(c: Context<SiteEnv>): Response {
  const { pages } = c.var.site;
  return renderPage(
    c,
    {
      title: "Gallery",
      description:
        "Experiments with next-token prediction to open and change: softmax, counts, loss, sampling, context and cache.",
    },
    <>
      <PageIntro title="Gallery">
        Each picture is drawn by the experiment itself. Guess, open it, and change it.
      </PageIntro>
      {GALLERY.map((group) => <Group key={group.title} group={group} pages={pages} />)}
      <Panel title="An experiment of your own" area="more">
        <p>
          “Share” on every lab's page gives the link, the frame for a page of yours, the data and the figures,
          and the experiment as a file. <span class="needs-js">A file opens here:</span>
        </p>
        <Island name="OpenFile" props={{ labs: labPaths(pages) }} />
      </Panel>
    </>,
  );
}

function Group({ group, pages }: { readonly group: GalleryGroup; readonly pages: readonly PageLink[] }) {
  return (
    <Panel title={group.title} area="more">
      <ul class="gallery">
        {group.entries.map((entry) => <Entry key={entry.href} entry={entry} pages={pages} />)}
      </ul>
    </Panel>
  );
}

function Entry({ entry, pages }: { readonly entry: GalleryEntry; readonly pages: readonly PageLink[] }) {
  const { title, look, href, fact } = entry;
  const [path = "", query = ""] = href.split("?");
  const picture = previewAddress(path, query && `?${query}`);
  return (
    <li data-fact={fact ?? undefined}>
      <a href={href}>
        <img src={picture} alt="" width={WIDTH} height={HEIGHT} loading="lazy" decoding="async" />
        <span>{title}</span>
      </a>
      <span class="quiet small">{pages.find((page) => page.path === path)?.title}</span>
      <p class="small">{look}</p>
    </li>
  );
}
