/** The experiments on limits in a browser, on parcel-gpt: each reaches its figures in the tab. */
import { assert, assertEquals } from "@std/assert";
import type { Page } from "puppeteer-core";
import { alive } from "@/tests/browser/alive.ts";
import { beyondEdge } from "@/tests/browser/beyond_edge.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { assertOrder, readAloud } from "@/tests/browser/read_aloud.ts";
import { PHONE } from "@/tests/browser/visit.ts";
import { EXPERIMENTS } from "@/lib/limits/experiments.ts";
import { clickStill } from "@/tests/browser/click_still.ts";

const test = browserTests({ models: "none" });

type Figures = Readonly<Record<string, number>>;

/** The figures once nothing runs and they fit. */
async function figures(page: Page, timeout = 60_000): Promise<Figures> {
  await page.waitForSelector('.limit-result[aria-busy="false"][data-figures]', { timeout });
  return JSON.parse(await page.$eval(".limit-result", (result) => result.getAttribute("data-figures")!));
}

test("a policy is picked: the tab answers as the server, and the address keeps it", async ({ open, site }) => {
  const { page } = await open("/limits/refund");
  await alive(page);
  const before = await figures(page);
  await clickStill(page, 'input[value="other"]');
  await page.waitForFunction(() => location.search === "?policy=other");
  await page.waitForFunction(() => document.querySelector("h1")?.textContent?.includes("With that text"));
  const after = await figures(page);
  assert(before["after"]! < 0.25 && after["after"]! > 0.99);
  const { page: again } = await open(page.url().slice(site.origin.length), { javaScript: false });
  const served = await figures(again);
  assert(Math.abs(served["after"]! - after["after"]!) < 1e-4);
});

for (const { name, work } of EXPERIMENTS.filter(({ work }) => work === "tab")) {
  test(`${name} runs when asked to`, async ({ open }) => {
    const { page } = await open(`/limits/${name}`);
    await alive(page);
    assertEquals(work, "tab");
    await clickStill(page, "button.primary");
    await page.waitForSelector(".limit-result[data-figures]", { timeout: 240_000 });
    const found = await figures(page);
    if (name === "temperature-0") {
      assert(found["runs"]! >= 4 && found["largest"]! < 1e-3 && found["moved"]! > 0);
    }
    if (name === "provenance") assert(found["spans"]! > 0);
    if (name === "subtraction") assert(found["held_out_exact"]! >= 240);
  });
}

test("the tab runs what the server does not: draws, distinct completions, and other models beside", async ({ open }) => {
  const { page } = await open("/limits/drift?temperature=1&tokens=25");
  assert((await figures(page))["repeated"]! < 0.3);
  await page.goto(new URL("/limits/completions?temperature=1.4", page.url()).href);
  assert((await figures(page))["distinct"]! > 10);
  await page.goto(new URL("/limits/minimal-pairs", page.url()).href);
  await alive(page);
  await page.locator("::-p-text(Ask parcel-gru and the counts too)").click();
  await page.waitForFunction(() =>
    /parcel-gru_wins/.test(document.querySelector(".limit-result")!.outerHTML)
  );
  const { "parcel-gpt_wins": gpt, "parcel-gru_wins": gru, counts_wins: counts } = await figures(page);
  assert(gpt! >= 5 && gru! >= 4 && counts! >= 0 && counts! <= 8, `${gpt} ${gru} ${counts}`);
});

test("an experiment by keys alone, in the order in which it is read", async ({ open }) => {
  const { page } = await open("/limits/fixes", { viewport: PHONE });
  await alive(page);
  const lines = await readAloud(page);
  assertOrder(lines, [
    "heading: From the prior alone",
    "button: parcel-gpt",
    "checkbox: Put the policy into the context",
    "What each switch changes",
    "Outside the model",
    "link: All experiments",
  ]);
  assertEquals(await beyondEdge(page), []);
  const focused = () => page.evaluate(() => (document.activeElement as HTMLInputElement).name ?? "");
  for (let presses = 0; presses < 40 && await focused() !== "source"; presses++) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Space");
  await page.waitForFunction(() => document.querySelector("h1")?.textContent?.includes("With the policy"));
  assert((await figures(page))["sourced"]! > 0.99);
});

for (const { name } of EXPERIMENTS.filter(({ work }) => work !== "tab")) {
  test(`${name} has its figures as served, without a script and on a phone`, async ({ open }) => {
    const { page } = await open(`/limits/${name}`, { javaScript: false, viewport: PHONE });
    assert(Object.keys(await figures(page)).length > 0);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert(width <= PHONE.width, `${name} is ${width} pixels wide`);
  });
}
