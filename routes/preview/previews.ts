/**
 * The picture of each page, by the page's path.
 *
 * @module
 */
import type { PageLink } from "@/lib/ui/page/page_link.ts";
import { comparePreview } from "@/routes/preview/compare.tsx";
import { contextPreview } from "@/routes/preview/context.tsx";
import { kvCachePreview } from "@/routes/preview/kv_cache.tsx";
import { ladderPreview } from "@/routes/preview/ladder.tsx";
import { lossPreview } from "@/routes/preview/loss.tsx";
import { ngramPreview } from "@/routes/preview/ngram.tsx";
import { objectivesPreview } from "@/routes/preview/objectives.tsx";
import type { PagePreview } from "@/routes/preview/page_preview.ts";
import { predictorPreview } from "@/routes/preview/predictor.tsx";
import { scorePreview } from "@/routes/preview/score.tsx";
import { softmaxPreview } from "@/routes/preview/softmax.tsx";
import { tablePreview } from "@/routes/preview/table.tsx";
import { titlePreview } from "@/routes/preview/title.tsx";
import { trainPreview } from "@/routes/preview/train.tsx";

/** Pages whose picture is drawn from their query. */
const EXPERIMENTS: Readonly<Record<string, PagePreview>> = {
  "/": predictorPreview,
  "/softmax": softmaxPreview,
  "/ngram": ngramPreview,
  "/loss": lossPreview,
  "/table": tablePreview,
  "/kv-cache": kvCachePreview,
  "/context": contextPreview,
  "/score": scorePreview,
  "/compare": comparePreview,
  "/objectives": objectivesPreview,
  "/ladder": ladderPreview,
  "/train": trainPreview,
};

/** The picture of a page: of its experiment, or of its title; null where there is no such page. */
export function previewOf(path: string, pages: readonly PageLink[]): PagePreview | null {
  if (Object.hasOwn(EXPERIMENTS, path)) return EXPERIMENTS[path]!;
  const page = pages.find((each) => each.path === path);
  return page ? titlePreview(page.title) : null;
}
