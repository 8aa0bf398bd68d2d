/** The experiments on limits in a browser, on parcel-gpt: each reaches its figures in the tab. */
import { assert, assertEquals } from "@std/assert";
import type { Page } from "puppeteer-core";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { PHONE } from "@/tests/browser/visit.ts";
import { EXPERIMENTS } from "@/lib/limits/experiments.ts";

const test = browserTests({ models: "none" });

type Figures = Readonly<Record<string, number>>;

async function ready(page: Page): Promise<void> {
  await page.waitForSelector("is-land[data-state=ready]");
}

/** The figures once nothing runs and they fit. */
async function figures(page: Page, timeout = 60_000): Promise<Figures> {
  await page.waitForSelector('.limit-result[aria-busy="false"][data-figures]', { timeout });
  return JSON.parse(await page.$eval(".limit-result", (result) => result.getAttribute("data-figures")!));
}

test("a policy is picked: the tab answers as the server, and the address keeps it", async ({ open, site }) => {
  const { page } = await open("/limits/refund");
  await ready(page);
  const before = await figures(page);
  await page.click('input[value="other"]');
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
    await ready(page);
    assertEquals(work, "tab");
    await page.click("button.primary");
    await page.waitForSelector(".limit-result[data-figures]", { timeout: 240_000 });
    const found = await figures(page);
    if (name === "temperature-0") {
      assert(found["runs"]! >= 4 && found["largest"]! < 1e-3 && found["moved"]! > 0);
    }
    if (name === "provenance") assert(found["spans"]! > 0);
    if (name === "subtraction") assert(found["held_out_exact"]! >= 240);
  });
}

for (const { name } of EXPERIMENTS.filter(({ work }) => work !== "tab")) {
  test(`${name} has its figures as served, without a script and on a phone`, async ({ open }) => {
    const { page } = await open(`/limits/${name}`, { javaScript: false, viewport: PHONE });
    assert(Object.keys(await figures(page)).length > 0);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert(width <= PHONE.width, `${name} is ${width} pixels wide`);
  });
}
