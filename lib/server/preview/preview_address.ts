import { pagePath } from "@/lib/server/embed.ts";

/** A longer query is not repeated: the picture is then that of the page as it opens. */
export const MAX_PREVIEW_QUERY = 2000;

/** Address of a page's picture without the origin. `path` is the page's or its embed's. */
export function previewAddress(path: string, search: string): string {
  const page = pagePath(path);
  const name = page === "/" ? "/predictor" : page;
  return `/preview${name}${search.length <= MAX_PREVIEW_QUERY ? search : ""}`;
}
