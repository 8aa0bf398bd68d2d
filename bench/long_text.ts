/**
 * Measures what a long text costs the tab: 100 kB of the shipped corpus on /score under parcel-gpt, in Chromium, from the
 * paste until its figures stand there, and the longest task of the page's main thread meanwhile:
 *
 *     deno task build && deno run -A bench/long_text.ts [--kilobytes=100]
 *
 * Exits with 1 where it takes more than 60 seconds, or where a task of the main thread takes more than 50 ms.
 *
 * @module
 */
import { launchBrowser } from "@/tests/browser/launch_browser.ts";
import { startSite } from "@/tests/browser/start_site.ts";
import { visit } from "@/tests/browser/visit.ts";
import { numberOption } from "./option.ts";

/** Seconds that 100 kB may take on two cores. */
const BAR = 60;
/** Milliseconds: the first of these are noticed. */
const LONG = 50;

/** Where the page keeps what its observer saw. */
interface Watched {
  longTasks: number[];
}

const kilobytes = numberOption("kilobytes", 100);
const corpus = Deno.readTextFileSync("static/corpora/everyday.txt").replaceAll("<|endoftext|>\n", "");
const text = corpus.slice(0, kilobytes * 1000);
const site = await startSite();
const browser = await launchBrowser();
const { page } = await visit(browser, `${site.origin}/score`);
await page.waitForFunction(() =>
  [...document.querySelectorAll("is-land:not([when=use])")].every((each) =>
    each.getAttribute("data-state") === "ready"
  )
);
await page.evaluate(() => {
  const watched = globalThis as unknown as Watched;
  watched.longTasks = [];
  new PerformanceObserver((list) =>
    watched.longTasks.push(...list.getEntries().map(({ duration }) => duration))
  ).observe({ type: "longtask" });
});
const began = performance.now();
await page.$eval("#field-text", (field, text) => {
  (field as HTMLTextAreaElement).value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}, text);
await page.waitForFunction(
  (tokens) => Number(document.querySelector(".headline")?.getAttribute("data-tokens-scored")) > tokens,
  { timeout: 600_000, polling: 500 },
  kilobytes * 100,
);
const seconds = (performance.now() - began) / 1000;
await new Promise((resolve) => setTimeout(resolve, 1000));
const tasks = await page.evaluate(() => (globalThis as unknown as Watched).longTasks);
const tokens = await page.$eval(".headline", (each) => each.getAttribute("data-tokens-scored"));
const source = await page.$eval('[aria-label="Scored text"]', (each) => each.getAttribute("data-source"));
await browser.close();
await site.stop();
const longest = Math.max(0, ...tasks).toFixed(0);
await Deno.stdout.write(
  new TextEncoder().encode(
    `${kilobytes} kB, ${tokens} tokens, ${source}: ${
      seconds.toFixed(1)
    } s (bar: ${BAR}); ${tasks.length} tasks of the main thread over ${LONG} ms, the longest ${longest} ms\n`,
  ),
);
Deno.exit(seconds > BAR || tasks.length > 0 ? 1 : 0);
