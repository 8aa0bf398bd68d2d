/** /compare, /objectives and /ladder in a browser: an edit changes the figures, and their address replays them. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { Page } from "puppeteer-core";
import { browserTests, type Stage } from "@/tests/browser/browser_tests.ts";
import { PHONE } from "@/tests/browser/visit.ts";
import { clickStill } from "@/tests/browser/click_still.ts";

const test = browserTests();

/** Waits until every island is alive and every result is its query's own. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll("is-land:not([when=use])")].every((each) =>
      each.getAttribute("data-state") === "ready"
    ) && document.querySelector("[role=region][aria-busy=true], section[aria-busy=true]") === null
  );
}

async function type(page: Page, selector: string, text: string): Promise<void> {
  await page.$eval(selector, (field, text) => {
    (field as HTMLInputElement).value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }, text);
}

/** Waits until an attribute is another than it was. Returns it. */
async function changed(page: Page, selector: string, attribute: string, before: number): Promise<number> {
  const found = await page.waitForFunction(
    (selector: string, attribute: string, before: number) => {
      const each = document.querySelector(selector);
      const busy = document.querySelector("[data-source][aria-busy=true]");
      const value = Number(each?.getAttribute(attribute) || NaN);
      return each && !busy && !Number.isNaN(value) && Math.abs(value - before) > 1e-9 ? { value } : null;
    },
    {},
    selector,
    attribute,
    before,
  );
  return (await found.jsonValue() as { value: number }).value;
}

const read = (page: Page, selector: string, attribute: string) =>
  page.$eval(selector, (each, attribute) => Number(each.getAttribute(attribute)), attribute);

/** An edit changes a figure, which is the server's for the address that the page then has; Back undoes the edit. */
async function checkEdit(
  open: Stage["open"],
  { path, field, text, figure: [selector, attribute], isReplayed = true }: {
    readonly path: string;
    readonly field: string;
    readonly text: string;
    readonly figure: readonly [string, string];
    /** Whether the address is opened without a script too. */
    readonly isReplayed?: boolean;
  },
): Promise<Page> {
  const { page } = await open(path);
  await settled(page);
  const first = await read(page, selector, attribute);
  assert(Number.isFinite(first));
  await type(page, field, text);
  const second = await changed(page, selector, attribute, first);
  await page.waitForFunction(() => location.search !== "");
  if (!isReplayed) return page;
  const { pathname, search } = new URL(page.url());
  // A server that has no time left says so, and is asked again.
  const { page: replayed } = await open(pathname + search, {
    javaScript: false,
    viewport: PHONE,
    expect: /503/,
  });
  for (let attempt = 0; attempt < 10 && await replayed.$(selector) === null; attempt++) {
    await replayed.reload();
  }
  assertAlmostEquals(await read(replayed, selector, attribute), second, 1e-3);
  const wide = await replayed.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assertEquals(wide <= 0, true, `${path} is ${wide} px too wide`);
  return page;
}

test("/compare follows an edit, and its address replays it without a script", async ({ open }) => {
  const page = await checkEdit(open, {
    path: "/compare",
    field: "textarea[name=beside_text]",
    text: "Order shipped from the regional",
    figure: [".headline", "data-js-nats"],
  });
  const before = await read(page, ".headline", "data-js-nats");
  await type(page, "textarea[name=beside_text]", "");
  assertAlmostEquals(await changed(page, ".headline", "data-js-nats", before), 0, 1e-6);
});

test("/objectives follows a press and an edit; the causal model's logits stay, the masked one's move", async ({ open }) => {
  const page = await checkEdit(open, {
    path: "/objectives",
    field: "#field-later",
    text: "driver.",
    figure: ["[data-masked-change]", "data-masked-change"],
  });
  assert(await read(page, "[data-causal-change]", "data-causal-change") <= 1e-6);
  const before = await read(page, "[data-masked-change]", "data-masked-change");
  await clickStill(page, '[aria-label="Hide a word"] a:nth-of-type(2)');
  await changed(page, "[data-masked-change]", "data-masked-change", before);
  assert(page.url().includes("blank=1"), page.url());
  // A sentence that cannot be read leaves no figure of the one before.
  await type(page, "#field-text", "");
  await page.waitForSelector(".error-box");
  assertEquals(await page.$("[data-masked-change]"), null);
});

test("/ladder follows an edit, every rung and the pairs behind it", async ({ open }) => {
  const page = await checkEdit(open, {
    path: "/ladder",
    field: "#field-text",
    text: "The package left the warehouse.",
    figure: ["[data-rung=parcel-gpt]", "data-bits-per-byte"],
    isReplayed: false,
  });
  const rungs = await page.$$eval("[data-rung]", (rows) => rows.map((row) => row.getAttribute("data-rung")));
  assertEquals(rungs.length, 8);
  const pairs = await page.$$eval("[data-generalized]", (rows) => rows.length);
  assert(pairs >= 4);
});
