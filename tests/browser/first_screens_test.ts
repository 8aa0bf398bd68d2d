/**
 * What each page is on its first screen, wide and on a phone: its sentence, its figure and its first act, with few
 * controls. On the same visits: the header's row, tables that are cut, and what a "show me" changes.
 */
import { assert, assertEquals } from "@std/assert";
import type { Page } from "puppeteer-core";
import { alive } from "@/tests/browser/alive.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { controlsInSight } from "@/tests/browser/lab_page.ts";
import { PHONE } from "@/tests/browser/visit.ts";

const test = browserTests({ models: "none" });

/** A page, its figure, and what is done there first. */
const SCREENS = [
  ["/softmax", ".figure", 'input[aria-label^="Logit of"]'],
  ["/ngram", ".figure", "[name=context]"],
  ["/loss", ".figure", 'input[aria-label^="Probability at position"]'],
  ["/table", ".figure", "a.primary"],
  ["/kv-cache", ".figure", ".card-handle input"],
  ["/context", ".figure", ".window-handle input"],
  ["/train", ".train-figure", ".run-bar .primary"],
  ["/score", ".result", "textarea[name=text]"],
  ["/compare", ".result", "textarea[name=text]"],
  ["/objectives", ".result", "input[name=text]"],
  ["/ladder", ".result", "textarea[name=text]"],
  ["/models/parcel-gpt", "table", "input[name=text]"],
  ["/api", "pre", "a"],
  ["/gallery", ".gallery img", ".gallery a"],
] as const;

/** The pages whose "show me" links change their own figure. */
const SHOWN: readonly string[] = ["/softmax", "/ngram", "/loss", "/kv-cache", "/context", "/score"];

/** What of a page's sentence, figure and first act is outside the screen. */
function outOfSight(page: Page, figure: string, act: string): Promise<string[]> {
  return page.evaluate(
    (figure, act) => {
      const boxOf = (selector: string) =>
        [...document.querySelectorAll(`main ${selector}`)].find((each) => each.checkVisibility())
          ?.getBoundingClientRect();
      const [sentence, drawn, first] = [boxOf("h1"), boxOf(figure), boxOf(act)];
      return [
        sentence && sentence.top >= 0 && sentence.bottom <= innerHeight ? "" : `sentence ${sentence?.bottom}`,
        drawn && drawn.top < innerHeight - 40 ? "" : `figure from ${drawn?.top}`,
        first && first.bottom <= innerHeight ? "" : `first act ${first?.bottom}`,
      ].filter((each) => each !== "");
    },
    figure,
    act,
  );
}

/** What a narrow page does wrong: a header of two rows, a page that is too wide, a table that is cut without a cue. */
function narrowFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    for (const fold of document.querySelectorAll<HTMLDetailsElement>("main details:not(.menu)")) {
      fold.open = true;
    }
    const boxes = [...document.querySelectorAll(".site-head > *")].filter((each) => each.checkVisibility())
      .map((each) => each.getBoundingClientRect());
    const isRow = Math.max(...boxes.map(({ top }) => top)) < Math.min(...boxes.map(({ bottom }) => bottom));
    const cut = [...document.querySelectorAll("main .scroll:has(table)")].filter((each) =>
      each.checkVisibility() && each.scrollWidth > each.clientWidth + 1 &&
      !getComputedStyle(each).backgroundImage.includes("gradient")
    );
    const wide = document.documentElement.scrollWidth - innerWidth;
    return [
      isRow ? "" : "the header is no row",
      wide <= 0 ? "" : `${wide} pixels too wide`,
      ...cut.map((each) => `no cue: ${each.getAttribute("aria-label")}`),
    ].filter((each) => each !== "");
  });
}

interface Watched {
  /** What flashed first, and whether it was in sight then. */
  flashed?: readonly [name: string, isSeen: boolean];
}

/** Clicks the first link that shows something on this page; what flashed, and whether it was in sight. */
async function showFirst(page: Page): Promise<Watched["flashed"]> {
  const link = await page.evaluateHandle(() => {
    new MutationObserver((records) => {
      const flashing = records.map(({ target }) => target as Element).find((each) => each.matches(".flash"));
      if (!flashing) return;
      const { top, bottom } = flashing.getBoundingClientRect();
      (globalThis as Watched).flashed ??= [
        `${flashing.id} ${flashing.className}`,
        top < innerHeight && bottom > 0,
      ];
    }).observe(document.body, { attributeFilter: ["class"], subtree: true });
    return [...document.querySelectorAll<HTMLAnchorElement>("main a[data-show]")].find((each) =>
      each.checkVisibility() && each.pathname === location.pathname && !each.hasAttribute("aria-current") &&
      each.search !== location.search
    )!;
  });
  await link.asLocator().click();
  await page.waitForFunction(() => (globalThis as Watched).flashed !== undefined);
  return await page.evaluate(() => (globalThis as Watched).flashed);
}

for (const look of [{}, { viewport: PHONE }]) {
  const width = "viewport" in look ? PHONE.width : 1280;
  test(`at ${width} pixels each page opens with its sentence, its figure and its first act`, async ({ open }) => {
    const { page } = await open(SCREENS[0][0], look);
    const faults: string[] = [];
    for (const [path, figure, act] of SCREENS) {
      if (path !== SCREENS[0][0]) await page.goto(new URL(path, page.url()).href);
      await alive(page);
      const controls = await controlsInSight(page, "screen");
      const found = [
        ...await outOfSight(page, figure, act),
        ...(controls <= 12 ? [] : [`${controls} controls`]),
        ...(width === PHONE.width ? await narrowFaults(page) : []),
      ];
      faults.push(...found.map((fault) => `${path}: ${fault}`));
      if (width === PHONE.width || !SHOWN.includes(path)) continue;
      const [name, isSeen] = (await showFirst(page))!;
      assert(/figure|result/.test(name), `${path}: ${name} flashed`);
      assert(isSeen, `${path}: what flashed was out of sight`);
    }
    assertEquals(faults, []);
  });
}

/** The pages with curves, each with how many are read at the least. */
const CURVES = [["/train?run=1", 2], ["/kv-cache", 1], ["/score", 1], ["/softmax", 1]] as const;

test("every curve is read with the arrow keys, and what is read is said", async ({ open }) => {
  const { page } = await open(CURVES[0][0]);
  for (const [address, least] of CURVES) {
    if (address !== CURVES[0][0]) await page.goto(new URL(address, page.url()).href);
    await alive(page);
    await page.$$eval(
      "main details.fold",
      (folds) => folds.forEach((each) => (each as HTMLDetailsElement).open = true),
    );
    const { length } = await page.$$(".crosshair-keys");
    assert(length >= least, `${address}: ${length} curves`);
    for (let curve = 0; curve < length; curve++) {
      const said = () =>
        page.$$eval(".crosshair-keys", (all, curve) => all[curve]!.getAttribute("aria-valuetext")!, curve);
      await page.$$eval(".crosshair-keys", (all, curve) => (all[curve] as HTMLElement).focus(), curve);
      const values = [];
      for (const key of ["Home", "ArrowRight"] as const) {
        const before = await said();
        await page.keyboard.press(key);
        await page.waitForFunction(
          (curve, before) =>
            document.querySelectorAll(".crosshair-keys")[curve]!.getAttribute("aria-valuetext") !== before,
          {},
          curve,
          before,
        );
        values.push(await said());
      }
      const shown = await page.$$eval(
        ".crosshair-keys",
        (all, curve) => all[curve]!.closest("figure, section")!.querySelector(".plot-values")!.textContent,
        curve,
      );
      assertEquals(shown, values[1], address);
      assert(values.every((value) => /: .*\d/.test(value)), `${address}: ${values}`);
    }
  }
});
