/**
 * Measures whether the page stays free while a network trains: the greatest CPU time of a task on the page's own thread
 * during 120 steps of a network of 29,000 weights on /train, in Chromium:
 *
 *     deno task build && deno run -A bench/training_tasks.ts
 *
 * Exits with 1 where a task takes more than 50 ms.
 *
 * @module
 */
import type { Page } from "puppeteer-core";
import { alive } from "@/tests/browser/alive.ts";
import { launchBrowser } from "@/tests/browser/launch_browser.ts";
import { startSite } from "@/tests/browser/start_site.ts";
import { visit } from "@/tests/browser/visit.ts";

/** Milliseconds: the first of these are noticed. */
const LONG = 50;
const PATH = "/train?corpus=parcel_messages&embedding=32&hidden=64&held_out=10&batch=256&steps=120";

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** CPU time in microseconds. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** CPU times of the tasks on the page's own thread while something runs, in milliseconds. */
async function tasksOf(page: Page, run: () => Promise<unknown>): Promise<number[]> {
  await page.tracing.start({ categories: ["toplevel", "disabled-by-default-devtools.timeline"] });
  await run();
  const events: readonly TraceEvent[] =
    JSON.parse(new TextDecoder().decode(await page.tracing.stop())).traceEvents;
  const mains = events.filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain");
  return events
    .filter(({ name, pid, tid }) =>
      /RunTask$/.test(name) && mains.some((main) => main.pid === pid && main.tid === tid)
    )
    .map(({ tdur = 0 }) => tdur / 1000);
}

async function train(page: Page): Promise<void> {
  await page.locator("button ::-p-text(Train)").click();
  await page.waitForFunction(() =>
    document.querySelector(".status-line [role=status]")?.textContent?.startsWith("Trained")
  );
}

const site = await startSite();
const browser = await launchBrowser();
const { page } = await visit(browser, site.origin + PATH);
await alive(page);
const tasks = await tasksOf(page, () => train(page));
await browser.close();
await site.stop();
const longest = Math.max(...tasks);
await Deno.stdout.write(
  new TextEncoder().encode(
    `${tasks.length} tasks of the page's thread, the longest of ${longest.toFixed(0)} ms (bar: ${LONG})\n`,
  ),
);
Deno.exit(longest > LONG ? 1 : 0);
