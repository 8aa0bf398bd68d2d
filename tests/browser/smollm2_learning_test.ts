/**
 * The practice, the steps and the experiments that take SmolLM2, on its real weights. Skipped where there is no mirror
 * folder: `MODEL_MIRROR` names it.
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Page } from "puppeteer-core";
import { alive } from "@/tests/browser/alive.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { experimentNamed } from "@/lib/limits/experiments.ts";
import { EXPECTED_ANSWERS } from "@/tests/models/smollm2.ts";
import { clickStill } from "@/tests/browser/click_still.ts";

const test = browserTests({ mirror: Deno.env.get("MODEL_MIRROR") ?? "" });
const only = { ignore: EXPECTED_ANSWERS === null };

/** Presses the model's button and waits until it is the one that answers. */
async function chooseSmall(page: Page): Promise<void> {
  await page.locator("::-p-text(SmolLM2 135M)").click();
  await page.waitForFunction(
    () =>
      [...document.querySelectorAll('[aria-label="Model"] [aria-pressed="true"]')]
        .some(({ textContent }) => textContent?.includes("SmolLM2")),
    { timeout: 120_000 },
  );
}

const source = "HuggingFaceTB/SmolLM2-135M-Instruct@";

/** What is written after each text of the practice, and the ranks that these tokens have. */
const WRITTEN:
  readonly (readonly [candidates: readonly string[], ranks: readonly [low: number, high: number][]])[] = [
    [['"', "{", "\\n"], [[2, 2], [6, 12], [12, 25]]],
    [["payload", '"', "\\n"], [[1, 2], [20, 50], [60, 200]]],
    [["```", "\\n", "\\s\\s\\s\\s"], [[1, 1], [3, 5], [500, 2000]]],
    [["id", "status", "date"], [[1, 1], [2, 2], [40, 110]]],
    [["\\s", "---", "id"], [[1, 1], [2, 3], [6, 20]]],
  ];

test(
  "SmolLM2 in the practice: three candidates for JSON, Python, SQL and a table are scored",
  async ({ open }) => {
    const { page } = await open("/learn/practice");
    await alive(page);
    await chooseSmall(page);
    for (const [index, [candidates, ranks]] of WRITTEN.entries()) {
      await clickStill(page, `[aria-label="Texts"] button:nth-child(${index + 1})`);
      await page.waitForSelector(`[data-stage="${index + 1}"][data-state="guess"]`);
      for (const [at, text] of candidates.entries()) {
        await page.type(`form label:nth-of-type(${at + 1}) input`, text);
      }
      await page.keyboard.press("Enter");
      await page.waitForSelector(`[data-stage="${index + 1}"] .step-after[data-source^="${source}"]`);
      const found = await page.$$eval(
        ".candidates [data-rank]",
        (rows) => rows.map((row) => Number(row.getAttribute("data-rank"))),
      );
      for (const [at, [low, high]] of ranks.entries()) {
        const rank = found[at]!;
        assert(rank >= low && rank <= high, `${candidates[at]} has rank ${rank}, not ${low} to ${high}`);
      }
    }
  },
  only,
);

test("SmolLM2 in a step: it answers in parcel-gpt's place, and parcel-gpt again", async ({ open }) => {
  const { page } = await open("/learn/truth");
  await alive(page);
  await page.locator("::-p-text(I do not know yet)").click();
  await page.waitForSelector('.step[data-state="revealed"] .live[data-source^="parcel-gpt@"]');
  await chooseSmall(page);
  await page.waitForSelector(`.live[aria-busy="false"][data-source^="${source}"]`);
  const bars = () => page.$eval(".bar-lines", ({ textContent }) => textContent ?? "");
  assertMatch(await bars(), /refund/, "the policy in the context counts here too");
  await page.locator(".live input[type=text]").fill("The capital of France is");
  await page.waitForFunction(() => /Paris/.test(document.querySelector(".bar-lines")?.textContent ?? ""));
  await page.locator('[aria-label="Model"] ::-p-text(parcel-gpt)').click();
  await page.waitForSelector('.live[aria-busy="false"][data-source^="parcel-gpt@"]');
  assert(!/Paris/.test(await bars()));
}, only);

/** The figures once they are SmolLM2's. */
async function smallFigures(page: Page): Promise<Readonly<Record<string, number>>> {
  const result = `.limit-result[aria-busy="false"][data-source^="${source}"]`;
  await page.waitForSelector(result, { timeout: 180_000 });
  return JSON.parse(await page.$eval(result, (each) => each.getAttribute("data-figures")!));
}

test("SmolLM2 and the database myth: a fact of the world in five wordings", async ({ open }) => {
  const { page } = await open(experimentNamed("database").next[0]![0]);
  await alive(page);
  await chooseSmall(page);
  const figures = await smallFigures(page);
  assert(figures["answers"]! >= 3 && figures["most"]! >= 2, JSON.stringify(figures));
  const text = await page.$eval(".limit-result", ({ textContent }) => textContent ?? "");
  assertEquals([text.includes("Paris"), text.includes("Prague")], [true, true]);
}, only);

test("SmolLM2 at temperature 0: two engines, at once and in two parts", async ({ open }) => {
  const { page } = await open("/limits/temperature-0");
  await alive(page);
  await chooseSmall(page);
  const figures = await smallFigures(page);
  assert(figures["runs"]! >= 4, JSON.stringify(figures));
  assert(figures["largest"]! > 1e-6 && figures["largest"]! < 2e-3, JSON.stringify(figures));
  assert(figures["moved"]! > 0, "the same sums in another order: places further down change");
}, only);
