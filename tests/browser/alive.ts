/**
 * When a page can be used.
 *
 * @module
 */
import type { Frame, Page } from "puppeteer-core";

/**
 * Waits until every island of a page or a frame is alive; without a script there are none to wait for. One that
 * is brought to life by its first use, as Share is, says so at once: the first of them says nothing of the others.
 * One that waits until it is seen is not waited for while it is below the screen.
 */
export async function alive(page: Page | Frame, timeout = 60_000): Promise<void> {
  await page.waitForFunction(
    () =>
      [...document.querySelectorAll<HTMLElement>("is-land")].every((island) =>
        island.dataset["state"] === "ready" ||
        island.getAttribute("when") === "visible" &&
          (island.firstElementChild ?? island).getBoundingClientRect().top > innerHeight
      ),
    { timeout },
  );
}
