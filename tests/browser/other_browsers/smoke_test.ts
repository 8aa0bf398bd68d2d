/**
 * The built site in Firefox and WebKit. Where one of them is neither installed nor can be, or does not start, this
 * says so and its steps are ignored.
 */
import { findFirefox } from "@/tests/browser/other_browsers/find_firefox.ts";
import { findWebkit } from "@/tests/browser/other_browsers/find_webkit.ts";
import { answers, edits, everyIsland, noMemory, runs, trains } from "@/tests/browser/other_browsers/smoke.ts";
import { smollm2Expected } from "@/tests/browser/other_browsers/smollm2_expected.ts";
import type { StartedBrowser } from "@/tests/browser/other_browsers/started_browser.ts";
import { startFirefox } from "@/tests/browser/other_browsers/start_firefox.ts";
import { startWebkit } from "@/tests/browser/other_browsers/start_webkit.ts";
import { startSite } from "@/tests/browser/start_site.ts";

const expected = smollm2Expected();

async function orReason(
  start: () => Promise<StartedBrowser> | null,
): Promise<StartedBrowser | string> {
  const failed = (error: unknown) =>
    `it does not start here (${error instanceof Error ? error.message : error})`;
  const started = start();
  if (started === null) return "it is not installed and could not be";
  // A machine under load may miss the first start's patience.
  return await started.catch(() => start()!).catch(failed);
}

function declare(name: string, start: () => Promise<StartedBrowser> | null): void {
  Deno.test({
    name: `${name}: the site works`,
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async (t) => {
      const site = await startSite(expected ? { MODEL_MIRROR: expected.folder } : {});
      const browser = await orReason(start);
      const isSkipped = typeof browser === "string";
      // deno-lint-ignore no-console
      console.log(`\nbrowser: ${isSkipped ? `${name} skipped: ${browser}` : browser.name}`);
      const step = (
        what: string,
        run: (started: StartedBrowser, origin: string) => Promise<void>,
        ignore = isSkipped,
      ) => t.step({ name: what, ignore, fn: () => run(browser as StartedBrowser, site.origin) });
      try {
        await step("every island comes alive", everyIsland);
        await step("an edit changes the figures to the server's", edits);
        await step("Run, and its link replays", runs);
        await step("Train", trains);
        await step("no memory is known as that", noMemory);
        await step(
          "SmolLM2 loads and answers",
          (started, origin) => answers(started, origin, expected!),
          isSkipped || expected === null,
        );
      } finally {
        if (!isSkipped) await browser.close();
        await site.stop();
      }
    },
  });
}

declare("Firefox", () => {
  const path = findFirefox();
  return path === null ? null : startFirefox(path);
});

declare("WebKit", () => {
  const found = findWebkit();
  return found === null ? null : startWebkit(found);
});
