/**
 * Pages that look the same whenever they are looked at.
 *
 * @module
 */
import type { Page } from "puppeteer-core";
import { alive } from "@/tests/browser/alive.ts";

/** The time at which all pictures are taken. */
const NOW = Date.UTC(2026, 0, 15, 12);

/** Before a page is opened: its calendar stands still (its stopwatch does not: pages wait by it). */
export function stopClock(page: Page): Promise<unknown> {
  return page.evaluateOnNewDocument((now: number) => {
    Date.now = () => now;
  }, NOW);
}

/** Milliseconds without a change after which a page is held to be done. */
const QUIET = 150;

/** Waits until a page can be used and has its answer. */
export async function untilAnswered(page: Page): Promise<void> {
  await alive(page);
  await page.waitForFunction(() => document.querySelector("[aria-busy=true]") === null);
}

/** Waits until a page has done all that it does by itself, and its letters are there. */
export async function untilStill(page: Page): Promise<void> {
  await page.evaluate(async (quiet: number) => {
    await document.fonts.ready;
    await new Promise<void>((resolve) => {
      let timer = setTimeout(resolve, quiet);
      new MutationObserver(() => {
        clearTimeout(timer);
        timer = setTimeout(resolve, quiet);
      }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    });
    // One further down is not fetched before it is near.
    const seen = [...document.images].filter((image) => image.getBoundingClientRect().top < innerHeight);
    await Promise.all(seen.map((image) => image.decode().catch(() => undefined)));
  }, QUIET);
}

/** Hides carets and ends what moves; what was measured in time reads 0. */
export async function holdStill(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      "*, ::before, ::after { caret-color: transparent !important; transition: none !important; animation: none !important }",
    );
    document.adoptedStyleSheets = [sheet];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node as Text;
      const held = text.data.replace(/\d[\d.,]*(?=[ \u00a0\u202f](ms|s|tokens\/s)\b)/g, "0");
      if (held !== text.data) text.data = held;
    }
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
}
