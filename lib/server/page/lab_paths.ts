import type { SitePage } from "@/lib/server/page/site_page.ts";

/** Paths of the labs among the site's pages: their experiments can be stored, and opened from a file. */
export function labPaths(pages: readonly SitePage[]): string[] {
  return pages.filter(({ fields }) => fields !== undefined).map(({ path }) => path);
}
