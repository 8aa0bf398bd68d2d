/**
 * When a page can be used.
 *
 * @module
 */
import type { Frame, Page } from "puppeteer-core";

/**
 * Waits until every island of a page or a frame is alive; without a script there are none to wait for. One that
 * is brought to life by its first use, as Share is, says so at once: the first of them says nothing of the others.
 */
export async function alive(page: Page | Frame, timeout = 60_000): Promise<void> {
  await page.waitForFunction(
    () =>
      [...document.querySelectorAll<HTMLElement>("is-land")].every(({ dataset }) =>
        dataset["state"] === "ready"
      ),
    { timeout },
  );
}
