/** /score in a browser: in the tab's worker, by keyboard, long texts, and SmolLM2 against PyTorch. */
import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import type { Page } from "puppeteer-core";
import { browserTests, type Stage } from "@/tests/browser/browser_tests.ts";
import { checkAccessibility } from "@/tests/browser/check_accessibility.ts";
import { PHONE } from "@/tests/browser/visit.ts";

const MODEL = "HuggingFaceTB/SmolLM2-135M-Instruct";
const MIRROR = Deno.env.get("MODEL_MIRROR") ?? "";

interface Convention {
  readonly max_length: number;
  readonly stride: number;
  readonly bos: number | null;
  readonly tokens_scored: number;
  readonly perplexity: number;
}

interface Expected {
  readonly tolerance: { readonly log_probability_wasm: number };
  readonly prompts: readonly {
    readonly text: string;
    readonly ids: readonly number[];
    readonly log_probability_of_each_token_after_the_first: readonly number[];
  }[];
  readonly perplexity: { readonly text: string; readonly strided: readonly Convention[] };
}

function readExpected(): Expected | null {
  try {
    Deno.statSync(`${MIRROR}/${MODEL}/resolve/main/onnx/model_q4.onnx`);
    return JSON.parse(Deno.readTextFileSync(`${MIRROR}/expected.json`));
  } catch {
    return null;
  }
}

const expected = readExpected();
const test = browserTests();
const onWasm = browserTests({ mirror: MIRROR });

async function alive(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll("is-land:not([when=use])")].every((each) =>
      each.getAttribute("data-state") === "ready"
    )
  );
}

/** Waits for a result that is the query's own, and reads a figure of it. */
async function figure(page: Page, name: string, timeout = 60_000): Promise<number> {
  await page.waitForFunction(
    () => document.querySelector('[aria-label="Scored text"][aria-busy=false] .headline') !== null,
    { timeout },
  );
  return Number(await page.$eval(".headline", (each, name) => each.getAttribute(`data-${name}`), name));
}

async function type(page: Page, selector: string, text: string): Promise<void> {
  await page.$eval(selector, (field, text) => {
    (field as HTMLTextAreaElement).value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }, text);
}

test("/score scores in the tab as the server does, and its tokens are walked by keyboard", async ({ open, site }) => {
  const { page } = await open("/score");
  await alive(page);
  await type(page, "#field-text", "The package left the moon.");
  const response = await fetch(`${site.origin}/score?text=The+package+left+the+moon.`);
  const there = /data-total-bits="([^"]*)"/.exec(await response.text())![1];
  await page.waitForFunction(() => location.search.includes("moon"));
  assertAlmostEquals(await figure(page, "total-bits"), Number(there), 1e-3);
  const source = await page.$eval('[aria-label="Scored text"]', (each) => each.getAttribute("data-source"));
  assertMatch(source!, /^parcel-gpt@\w+ q4 kernel$/);
  await page.focus(".reading button[tabindex='0']");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  const detail = await page.$eval(".token-detail", (each) => each.textContent ?? "");
  assert(detail.includes("package") && detail.includes("token 2"), detail);
  await checkAccessibility(page);
});

test("/score on a phone is no wider than it", async ({ open }) => {
  const { page } = await open("/score", { viewport: PHONE });
  await alive(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assertEquals(wide <= 0, true, `${wide} px too wide`);
  await checkAccessibility(page);
});

test("/score takes 100 kB in the tab, and is called off", async ({ open }) => {
  const { page } = await open("/score");
  await alive(page);
  await type(page, "#field-text", "The package left the warehouse. ".repeat(3200));
  await page.locator("button::-p-text(Cancel)").setTimeout(30_000).click();
  await page.waitForFunction(() => document.querySelector(".score-progress") === null);
  const kept = await page.$eval("#field-text", (each) => (each as HTMLTextAreaElement).value.length);
  assertEquals(kept, 102_400);
  // What was called off stays as it is typed, and is scored when it is asked for.
  await type(page, "#field-text", "The package left the moon.");
  assert(await figure(page, "tokens-scored") < 20);
});

test("/score measures a study that its address names, and cites its models by their hashes", async ({ open }) => {
  const query = { text: "The *old man* left.\nThe parcel left.", study: "1", study_models: "parcel-gru" };
  const { page } = await open(`/score?${new URLSearchParams({ ...query, study_space: "corrected" })}`);
  await page.waitForFunction(() => document.querySelectorAll(".cite").length === 2);
  const [, cited] = await page.$$eval(".cite", (lines) => lines.map((line) => line.textContent ?? ""));
  assertMatch(cited!, /parcel-gpt@\w{12} .*parcel-gru@\w{12} .*; with the correction/);
  const table = await page.$$eval(
    "table:has(caption)",
    (tables) =>
      tables.find((each) => each.caption!.textContent!.startsWith("Words of the study"))!.textContent!,
  );
  assert(table.includes("parcel-gru, corrected") && !table.includes("*"), table);
});

/** All prompts and the conventions take minutes: they are asked for with `ALL_PROMPTS=1`, outside the gate. */
const isAsked = Boolean(Deno.env.get("ALL_PROMPTS"));

/** Opens /score on SmolLM2, loaded. */
async function openSmol(open: Stage["open"], text: string): Promise<Page> {
  const { page } = await open(`/score?${new URLSearchParams({ model: MODEL })}`);
  await alive(page);
  await type(page, "#field-text", text);
  await page.locator("button::-p-text(Load Hugging)").setTimeout(120_000).click();
  return page;
}

onWasm("SmolLM2 gives each token of a text PyTorch's log-probability", async ({ open }) => {
  const { prompts, tolerance } = expected!;
  const asked = isAsked ? prompts : prompts.slice(0, 2);
  const page = await openSmol(open, asked[0]!.text);
  for (const { text, ids, log_probability_of_each_token_after_the_first: wanted } of asked) {
    await type(page, "#field-text", text);
    const shown = await page.waitForFunction(
      (ids) => {
        const rows = [...document.querySelectorAll<HTMLElement>("main [data-log-probability]")];
        const busy = document.querySelector('[aria-label="Scored text"][aria-busy=true]');
        if (busy || rows.map(({ dataset }) => dataset["id"]).join() !== ids) return null;
        return rows.map(({ dataset }) => dataset["logProbability"]!);
      },
      { timeout: 180_000 },
      ids.join(),
    );
    const [first, ...rest] = await shown.jsonValue() as string[];
    assertEquals([first, rest.length], ["", wanted.length]);
    wanted.forEach((value, index) =>
      assertAlmostEquals(Number(rest[index]), value, tolerance.log_probability_wasm, `${text} ${index + 2}`)
    );
  }
}, { ignore: !expected });

onWasm("SmolLM2 has PyTorch's perplexity under each of its conventions", async ({ open }) => {
  const { text, strided } = expected!.perplexity;
  const cheapest = strided.toSorted((a, b) => b.stride / b.max_length - a.stride / a.max_length);
  const page = await openSmol(open, text);
  for (const { max_length, stride, bos, tokens_scored, perplexity } of cheapest) {
    await type(page, "#field-window", String(max_length));
    await type(page, "#field-stride", String(stride));
    await type(page, "#field-bos", bos === null ? "" : String(bos));
    await page.waitForFunction(
      (count: number, wanted: number) => {
        const { tokensScored, perplexity } =
          document.querySelector<HTMLElement>("[data-tokens-scored]")?.dataset ?? {};
        return Number(tokensScored) === count && Math.abs(Number(perplexity) / wanted - 1) < 1e-3;
      },
      { timeout: 400_000 },
      tokens_scored,
      perplexity,
    );
  }
}, { ignore: !expected || !isAsked });
