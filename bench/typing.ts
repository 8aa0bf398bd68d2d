/**
 * Measures how long after a key its bars stand on the screen, with parcel-gpt in the tab:
 * `deno run -A bench/typing.ts [--keys=120]`. Exits with 1 where the 95th percentile is over 50 ms.
 *
 * @module
 */
import type { Page } from "puppeteer-core";
import { launchBrowser } from "@/tests/browser/launch_browser.ts";
import { ready } from "@/tests/browser/predictor_page.ts";
import { startSite } from "@/tests/browser/start_site.ts";
import { type Claim, claimsTable, holds } from "./claim.ts";
import { numberOption } from "./option.ts";
import { quantile } from "./quantile.ts";

const TEXT = " and now it is on its way to the next hub, where a van waits for it. ";
/** Keys before the measured ones, so that the model is there. */
const WARM_UP = 8;

interface Watched {
  /** Milliseconds from the next key until its bars stand. */
  bars?: Promise<number>;
}

/** Watches for the next key, and then for its bars. */
function watchBars(): void {
  const region = document.querySelector(".area-distribution")!;
  let began = NaN;
  addEventListener("keydown", (event) => began = event.timeStamp, { capture: true, once: true });
  (globalThis as Watched).bars = new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (Number.isNaN(began) || region.getAttribute("aria-busy") !== "false") return;
      observer.disconnect();
      requestAnimationFrame(() => resolve(performance.now() - began));
    });
    observer.observe(region, { attributes: true, subtree: true, childList: true, characterData: true });
  });
}

/** Types keys one after another, each when the bars of the last one stand. Milliseconds of each, in their order. */
async function typeKeys(page: Page, keys: number): Promise<number[]> {
  await page.focus("textarea[name=text]");
  await page.keyboard.press("End");
  const times: number[] = [];
  for (let i = 0; i < keys + WARM_UP; i++) {
    // Awaited: a key that came before its watcher would be waited for without end.
    await page.evaluate(watchBars);
    await page.keyboard.press(TEXT[i % TEXT.length] as "a");
    times.push(await page.evaluate(() => (globalThis as Watched).bars!));
  }
  return times.slice(WARM_UP);
}

/** Measures `/`. @throws {Error} If the site is not built. */
export async function measureTyping(keys: number): Promise<Claim> {
  const site = await startSite();
  const { browser, close } = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(site.origin);
    await ready(page);
    const times = (await typeKeys(page, keys)).sort((a, b) => a - b);
    return {
      what: "from a key to its bars, 95th percentile",
      ours: `median ${quantile(times, 0.5).toFixed(1)} ms of ${times.length} keys`,
      peer: "three frames at 60 Hz",
      value: quantile(times, 0.95),
      unit: " ms",
      bar: 50,
      direction: "at most",
    };
  } finally {
    await close();
    await site.stop();
  }
}

if (import.meta.main) {
  const claim = await measureTyping(numberOption("keys", 120));
  // deno-lint-ignore no-console
  console.log(claimsTable([claim]));
  Deno.exit(holds(claim) ? 0 : 1);
}
