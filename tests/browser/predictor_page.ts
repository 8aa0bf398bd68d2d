/**
 * Reads and operates the predictor's page by what it promises to whoever reads it: the table, its attributes, the list of
 * generated tokens, the names of the buttons.
 *
 * @module
 */
import { assert } from "@std/assert";
import type { ElementHandle, Page, WebWorker } from "puppeteer-core";
import type { PlainPage } from "@/tests/browser/plain_page.ts";

/** One row of the distribution. */
export interface ShownRow {
  readonly id: number;
  readonly probability: number;
  readonly shaped: number;
  readonly rank: number;
}

/** What the page shows. */
export interface Shown {
  /** `data-source` of the region around the distribution. */
  readonly source: string;
  readonly busy: boolean;
  readonly rows: readonly ShownRow[];
  /** `data-id`s of the generated tokens. */
  readonly generated: readonly number[];
  readonly stop: string | null;
  readonly text: string;
}

/** Reads the page in one go. */
export function read(page: PlainPage): Promise<Shown> {
  return page.evaluate(() => {
    const tables = [...document.querySelectorAll("table")];
    const table = tables.find((each) =>
      each.caption?.textContent?.trim().startsWith("Next-token distribution")
    );
    const columns = [...table?.tHead?.querySelectorAll("th") ?? []].map((each) =>
      each.textContent?.trim() ?? ""
    );
    const rankColumn = columns.findIndex((each) => each.startsWith("Rank"));
    const rows = [...table?.querySelectorAll<HTMLTableRowElement>("tr[data-id]") ?? []].map((row) => ({
      id: Number(row.dataset["id"]),
      probability: Number(row.dataset["probability"]),
      shaped: Number(row.dataset["shapedProbability"]),
      rank: Number((row.cells[rankColumn]?.textContent ?? "").replace(/[^0-9]/g, "")),
    }));
    const region = table?.closest<HTMLElement>("[aria-busy],[data-source]");
    const busy = document.querySelector("[data-source][aria-busy=true]") !== null;
    const list = document.querySelector<HTMLElement>('[aria-label="Generated tokens"]');
    return {
      source: region?.dataset["source"] ?? "",
      busy,
      rows,
      generated: [...list?.querySelectorAll<HTMLElement>("[data-id]") ?? []].map((each) =>
        Number(each.dataset["id"])
      ),
      stop: list?.dataset["stop"] ?? null,
      text: document.querySelector<HTMLTextAreaElement>("textarea[name=text]")?.value ?? "",
    };
  });
}

/** Waits until the page shows something, and returns it. */
export async function until(
  page: PlainPage,
  what: string,
  holds: (shown: Shown) => boolean,
  timeout = 60_000,
): Promise<Shown> {
  const end = Date.now() + timeout;
  let shown = await read(page);
  while (!holds(shown)) {
    if (Date.now() > end) {
      throw new Error(`Waited in vain until ${what}; shown: ${JSON.stringify(shown).slice(0, 900)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 40));
    shown = await read(page);
  }
  return shown;
}

/** Waits until islands are hydrated and the result for the current inputs is shown. */
export async function ready(page: PlainPage): Promise<Shown> {
  await page.waitForFunction(
    () =>
      [...document.querySelectorAll("is-land[name=Predictor]")].every((each) =>
        each.getAttribute("data-state") === "ready"
      ),
    { timeout: 60_000 },
  );
  return settled(page);
}

/** Waits until no result is under way. */
export function settled(page: PlainPage): Promise<Shown> {
  return until(page, "the result is shown", (shown) => !shown.busy && shown.rows.length > 0);
}

/** The visible button whose accessible name begins with `name`. */
export async function button(page: Page, name: string): Promise<ElementHandle<HTMLButtonElement>> {
  const handle = await page.waitForFunction(
    (wanted: string) => {
      const named = (each: HTMLElement) => (each.getAttribute("aria-label") ?? each.textContent ?? "").trim();
      return [...document.querySelectorAll<HTMLButtonElement>("button, a[role=button]")]
        .find((each) => each.checkVisibility() && !each.disabled && named(each).startsWith(wanted));
    },
    { timeout: 30_000 },
    name,
  ).catch(() => {
    throw new Error(`There is no enabled button "${name}"`);
  });
  return handle as ElementHandle<HTMLButtonElement>;
}

/** Clicks the button whose name begins with `name`, once it stands still: without scripts nothing moves. */
export async function press(page: Page, name: string): Promise<void> {
  const handle = await button(page, name);
  await handle.evaluate((each) => each.scrollIntoView({ block: "center" }));
  if (page.isJavaScriptEnabled()) await handle.asLocator().click();
  else await handle.click();
}

/** Replaces the text, as pasting does. */
export async function setText(page: PlainPage, text: string): Promise<void> {
  await page.evaluate((value: string) => {
    const area = document.querySelector<HTMLTextAreaElement>("textarea[name=text]")!;
    area.focus();
    area.value = value;
    area.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
  }, text);
}

/** Sets a control of the form by its name in the address. */
export async function setControl(page: PlainPage, name: string, value: string | boolean): Promise<void> {
  const found = await page.evaluate(
    (wanted: string, to: string | boolean) => {
      const candidates = [...document.querySelectorAll<HTMLInputElement>(`[name="${wanted}"]`)];
      const control = candidates.find((each) => each.type !== "radio" || each.value === to);
      if (!control) return false;
      if (control.type === "checkbox" || control.type === "radio") {
        if (control.type === "radio" || control.checked !== to) control.click();
        return true;
      }
      control.value = `${to}`;
      control.dispatchEvent(new InputEvent("input", { bubbles: true }));
      control.dispatchEvent(new Event("change", { bubbles: true }));
      return true;
    },
    name,
    value,
  );
  assert(found, `There is no control named "${name}"`);
}

/** Presses Load and waits until the named model answers. */
export async function load(page: PlainPage, model: string, timeout = 60_000): Promise<Shown> {
  // A model on this disk is loaded without being asked for.
  await page.waitForFunction(
    (name: string) => {
      const isShown = document.querySelector<HTMLElement>("[data-source]")?.dataset["source"]?.startsWith(
        `${name}@`,
      );
      const asked = [...document.querySelectorAll("button")].find((each) =>
        each.checkVisibility() && !each.disabled && each.textContent?.trim().startsWith(`Load ${name}`)
      );
      asked?.click();
      return isShown || asked !== undefined || document.querySelector("progress") !== null;
    },
    { timeout: 30_000 },
    model,
  );
  return until(
    page,
    `${model} answers`,
    (shown) => !shown.busy && shown.source.startsWith(`${model}@`),
    timeout,
  );
}

/** The text of everything the page says about itself: notices, errors, status lines. */
export function noticesOf(page: PlainPage): Promise<string> {
  return page.evaluate(() =>
    [...document.querySelectorAll("[role=alert], [role=status], .error, .notices")].map((each) =>
      each.textContent
    )
      .join("\n")
  );
}

/** Waits until one of the page's notices matches. */
export async function untilNotice(page: PlainPage, pattern: RegExp, timeout = 60_000): Promise<string> {
  const end = Date.now() + timeout;
  for (;;) {
    const notices = await noticesOf(page);
    if (pattern.test(notices)) return notices;
    if (Date.now() > end) {
      throw new Error(`Waited in vain for the notice ${pattern}; the page says: ${notices}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The workers that run models; their WebAssembly threads wait without an event loop, and would never answer. */
export function modelWorkers(page: Page): WebWorker[] {
  return page.workers().filter((worker) => !worker.url().includes("/ort/"));
}
