import type { SitePage } from "@/lib/server/page/site_page.ts";
import type { PagePreview } from "@/lib/server/preview/page_preview.ts";
import { titlePreview } from "@/routes/preview/title.tsx";

/** The picture of a page: of its experiment, or of its title; null where there is no such page. */
export function previewOf(path: string, pages: readonly SitePage[]): PagePreview | null {
  const page = pages.find((each) => each.path === path);
  return page ? page.card ?? titlePreview(page.title) : null;
}
