/** What stands beside the bars: names that are whole, lines that say what they are, heads in the order they are seen. */
import { assert, assertEquals } from "@std/assert";
import type { Page } from "puppeteer-core";
import { predictorAddress } from "@/tests/browser/address.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { drag } from "@/tests/browser/lab_page.ts";
import { press, ready, setControl, until } from "@/tests/browser/predictor_page.ts";
import { PHONE } from "@/tests/browser/visit.ts";

const test = browserTests({ models: "none" });

/** A text whose next words are long: inconvenience, misunderstanding and their like. */
const LONG_NAMES = "/?text=We+apologize+for+the&top=20";

interface Row {
  readonly name: string;
  readonly height: number;
  /** Pixels of the name that are cut off. */
  readonly cut: number;
  /** Whether the name stands on its bar or on its figure. */
  readonly covers: boolean;
  /** Share of the table's width that the longest bar may take. */
  readonly bar: number;
}

function rowsOf(page: Page): Promise<Row[]> {
  return page.$$eval("table.dist.plain tbody tr", (rows) =>
    rows.map((row) => {
      const chip = row.querySelector(".chip")!;
      const name = chip.getBoundingClientRect();
      const bar = row.querySelector(".barbox svg")!.getBoundingClientRect();
      const figure = row.querySelector(".num:not(td)")!.getBoundingClientRect();
      const meet = (box: DOMRect) =>
        name.right > box.left + 1 && name.bottom > box.top + 1 && name.top < box.bottom - 1;
      return {
        name: chip.textContent!,
        height: Math.round(row.getBoundingClientRect().height),
        cut: chip.scrollWidth - chip.clientWidth,
        covers: meet(bar) || meet(figure),
        bar: bar.width / row.closest("table")!.getBoundingClientRect().width,
      };
    }));
}

test("a long name is whole, on no bar, and its row is as high as the others; half of a phone is bars", async ({ open }) => {
  for (const path of [LONG_NAMES, LONG_NAMES.replace("/?", "/embed/predictor?")]) {
    for (const look of [{}, { viewport: PHONE }]) {
      const { page } = await open(path, look);
      await ready(page);
      const rows = await rowsOf(page);
      assert(rows.some(({ name }) => name.length > 12), rows.map(({ name }) => name).join());
      assertEquals(rows.filter(({ cut, covers }) => cut > 0 || covers), [], path);
      assertEquals(new Set(rows.map(({ height }) => height)).size, 1, "rows of one height");
      for (const { bar } of rows) assert(bar > ("viewport" in look ? 0.49 : 0.65), `bars take ${bar}`);
    }
  }
});

/** The heads of the columns in the order of the Tab key, and in the order in which they are seen. */
function headsOf(page: Page): Promise<{ inOrder: string[]; seen: string[] }> {
  return page.$$eval(".dist.tall thead th", (heads) => {
    const shown = heads.filter((head) => head.getBoundingClientRect().width > 1);
    const place = (head: Element) => head.getBoundingClientRect();
    const lines = [...shown].sort((a, b) =>
      Math.abs(place(a).bottom - place(b).bottom) > 8
        ? place(a).bottom - place(b).bottom
        : place(a).left - place(b).left
    );
    const names = (all: Element[]) => all.map((head) => head.firstChild!.textContent!);
    return { inOrder: names(shown), seen: names(lines) };
  });
}

test("heads of columns are reached in the order in which they are seen, on a phone too", async ({ open }) => {
  for (const address of ["/", predictorAddress({ top_p: 0.9 })]) {
    for (const look of [{}, { viewport: PHONE }]) {
      const { page } = await open(address, look);
      await ready(page);
      await press(page, "numbers");
      await page.waitForSelector(".dist.tall:not(.plain)");
      const { inOrder, seen } = await headsOf(page);
      assert(inOrder.length >= 7, inOrder.join());
      assertEquals(inOrder, seen);
    }
  }
});

test("a thin line in a bar is named where it stands: before the last change, or what is expected", async ({ open }) => {
  const { page } = await open("/");
  await ready(page);
  assertEquals(await page.$(".dist .bar-mark"), null);
  await setControl(page, "temperature", "2");
  await page.waitForSelector(".dist .bar-mark");
  await page.waitForSelector(".acts ::-p-text(thin line: before the last change)");
  await press(page, "draw 1,000");
  await page.waitForSelector(".draws .bar-mark");
  await page.waitForSelector(".draw-counts ::-p-text(the line is what the probability expects)");
});

test("a stage is dragged along the others, under the pointer, and stays there", async ({ open }) => {
  const { page } = await open(predictorAddress({ top_p: 0.9 }));
  await ready(page);
  await page.$$eval("summary", (all) => all.find((each) => /top-p/.test(each.textContent ?? ""))!.click());
  const grip = await page.waitForSelector("[data-stage=top_p] [data-grip]");
  await grip!.scrollIntoView();
  const order = () =>
    page.$$eval("[data-stage]", (all) => all.map((each) => each.getAttribute("data-stage")));
  const middle = (stage: string) =>
    page.$eval(`[data-stage=${stage}] [data-grip]`, (each) => {
      const { left, top, width, height } = each.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    });
  const first = (await order())[0]!;
  const to = await middle(first);
  await drag(page, await middle("top_p"), to);
  await page.waitForFunction(() => new URL(location.href).searchParams.get("stages")?.startsWith("top_p,"));
  assertEquals((await order())[0], "top_p");
  const now = await middle("top_p");
  assert(Math.abs(now.y - to.y) < 4, `the stage is at ${now.y}, the pointer at ${to.y}`);
});

test("while tokens come bars stand at their figures, and at the limit as many more are offered", async ({ open }) => {
  for (const look of [{}, { viewport: PHONE }]) {
    const { page } = await open(predictorAddress({ max_tokens: 12, stop_at_end: 0 }), look);
    await ready(page);
    await page.evaluate(() => {
      const found = (globalThis as { gliding?: string[] }).gliding = [] as string[];
      new MutationObserver(() => {
        const bar = document.querySelector(".predictor.running .dist .bar-value");
        if (bar) found.push(getComputedStyle(bar).transitionDuration);
      }).observe(document.querySelector("[aria-label='Generated tokens']")!, {
        childList: true,
        subtree: true,
      });
    });
    await press(page, "Run");
    await until(page, "the limit", ({ stop }) => stop === "limit");
    const gliding = await page.evaluate(() => (globalThis as { gliding?: string[] }).gliding!);
    assert(gliding.length > 0 && gliding.every((each) => each === "0s"), gliding.join());
    await press(page, "32 more");
    await until(page, "32 more", ({ busy, generated }) => !busy && generated.length === 44);
  }
});

test("from the page to a link that holds a fork in at most five acts", async ({ open, site }) => {
  const { page, context } = await open("/");
  await context.overridePermissions(site.origin, ["clipboard-read", "clipboard-sanitized-write"]);
  await ready(page);
  let acts = 0;
  const act = async (selector: string) => {
    acts++;
    await page.locator(selector).click();
  };
  await act(".run-bar button ::-p-text(Run)");
  await until(page, "the run's end", ({ busy, stop }) => !busy && stop !== null);
  await act("[aria-label='Generated tokens'] [data-index='1']");
  await act(".inspector tr[data-id]:nth-child(2) .choose");
  await until(page, "the fork", ({ busy, generated }) => !busy && generated.length === 2);
  await act("[data-copy-link]");
  await page.waitForSelector("[data-copy-link][data-said]");
  const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
  assertEquals([link.searchParams.has("path"), link.searchParams.has("branches"), acts <= 5], [
    true,
    true,
    true,
  ]);
});

test("pasted settings run in their engine's order, and each stage names the likeliest tokens that it cuts", async ({ open }) => {
  const { page } = await open("/?text=Order+shipped+from+the&top=20");
  const { rows } = await ready(page);
  await page.mouse.move(300, 300);
  await page.$$eval("summary", (all) => all.find((each) => /top-p/.test(each.textContent ?? ""))!.click());
  await page.locator(".presets-part textarea").fill("--temp 1 --top-k 6 --top-p 0.9 --xtc-probability 0.5");
  await page.waitForSelector(".presets-part ::-p-text(Not applied, since this page lacks it: xtc)");
  const cuts = await page.waitForFunction(() => {
    const items = [...document.querySelectorAll<HTMLElement>("[data-stage-cut]")];
    return items.length === 2 &&
      items.map((item) => [
        item.dataset["stageCut"],
        ...[...item.querySelectorAll<HTMLElement>(".chip")].map((chip) => Number(chip.dataset["tokenId"])),
      ]);
  });
  const ids = rows.map(({ id }) => id);
  const kept = await page.$$eval(
    ".dist.tall tbody tr",
    (all) => all.filter((row) => row.getAttribute("data-shaped-probability") !== "0").length,
  );
  assertEquals(await cuts.jsonValue() as unknown, [
    ["top_k", ...ids.slice(6, 10)],
    ["top_p", ...ids.slice(kept, 6).slice(0, 4)],
  ]);
});
