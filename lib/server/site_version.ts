import { createHash } from "node:crypto";
import { type Bundle, isDevelopment } from "@/lib/server/assets/bundle.ts";
import { corpusUrls } from "@/lib/server/ngram_answer.ts";
import { staticUrl } from "@/lib/server/assets/static_url.ts";
import { shippedModels } from "@/lib/server/models/shipped_models.ts";
import { stylesheetUrl } from "@/lib/server/assets/stylesheet.ts";

/**
 * Names what a visitor gets: another one when a script, a style, a corpus or a model is another. Null in development
 * and where nothing was built.
 */
export function siteVersion({ build, shell }: Bundle): string | null {
  if (isDevelopment || shell === null) return null;
  const corpora = Object.values(corpusUrls);
  const models = Object.values(shippedModels()).map(({ weights }) => weights);
  const parts = [build, stylesheetUrl(), staticUrl("sw.js"), ...corpora, ...models];
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 12);
}
