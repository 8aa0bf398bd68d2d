import type { Page } from "puppeteer-core";
import { transformWithOxc } from "vite";
import type { StoredResults } from "@/lib/experiment/store/stored_experiment.ts";
import { ROOT } from "@/tests/browser/start_site.ts";

let script: Promise<string> | null = null;

/** What lib/labs/share/read_figures.ts reads of a page, run in that page. */
export async function readPageFigures(page: Page): Promise<StoredResults | null> {
  script ??= compile();
  return await page.evaluate(`(() => { ${await script}; return readFigures(document); })()`) as
    | StoredResults
    | null;
}

async function compile(): Promise<string> {
  const path = "lib/labs/share/read_figures.ts";
  const { code } = await transformWithOxc(Deno.readTextFileSync(new URL(path, ROOT)), path);
  return code.replace(/^export /gm, "");
}
