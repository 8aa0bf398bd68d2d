/**
 * What the tests of the labs do on a page.
 *
 * @module
 */
import type { Page } from "puppeteer-core";

/** Values of a data attribute in the page, in order. */
export function data(page: Page, name: string, within = "main"): Promise<string[]> {
  return page.$$eval(
    `${within} [data-${name}]`,
    (elements, name) => elements.map((each) => each.getAttribute(`data-${name}`) ?? ""),
    name,
  );
}

/** Waits until the values of a data attribute, joined by commas, match. */
export async function waitForData(page: Page, name: string, value: RegExp, within = "main"): Promise<void> {
  await page.waitForFunction(
    (name, source, within) =>
      new RegExp(source).test(
        [...document.querySelectorAll(`${within} [data-${name}]`)].map((each) =>
          each.getAttribute(`data-${name}`)
        ).join(),
      ),
    {},
    name,
    value.source,
    within,
  );
}

/** Replaces the text of a field by typing. */
export async function retype(page: Page, selector: string, text: string): Promise<void> {
  await page.focus(selector);
  await page.keyboard.down("Control");
  await page.keyboard.press("A");
  await page.keyboard.up("Control");
  await page.keyboard.type(text);
}

/** Opens the fold whose summary holds a text. */
export async function unfold(page: Page, text: string): Promise<void> {
  await page.$$eval("details > summary", (summaries, text) => {
    const summary = summaries.find((each) => each.textContent?.includes(text));
    if (!summary) throw new Error(`No fold says "${text}"`);
    (summary.parentElement as HTMLDetailsElement).open = true;
  }, text);
}

/** Drags an element's middle by a distance with the pointer. */
export async function dragBy(page: Page, selector: string, x: number, y = 0): Promise<void> {
  const element = await page.waitForSelector(selector);
  await element!.scrollIntoView();
  const point = await element!.clickablePoint();
  await drag(page, point, { x: point.x + x, y: point.y + y });
}

/** Presses the pointer at a point, moves it to another in steps, and lets go. */
export async function drag(
  page: Page,
  from: { readonly x: number; readonly y: number },
  to: { readonly x: number; readonly y: number },
): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 5 });
  await page.mouse.up();
}

/**
 * What of a page's main part is in sight at first: tab stops without text links and terms; radios of a group are one.
 *
 * @param part Of the whole page, or of its first screen alone.
 */
export function controlsInSight(page: Page, part: "page" | "screen" = "page"): Promise<number> {
  return page.evaluate((part) => {
    const all = [...document.querySelectorAll<HTMLInputElement>(
      "main :is(button, input:not([type=hidden]), select, textarea, summary)",
    )].filter((each) =>
      each.checkVisibility({ visibilityProperty: true }) && each.tabIndex >= 0 &&
      (part === "page" || each.getBoundingClientRect().top < innerHeight)
    );
    const radios = new Set(all.filter(({ type }) => type === "radio").map(({ name }) => name));
    return all.filter(({ type }) => type !== "radio").length + radios.size;
  }, part);
}
