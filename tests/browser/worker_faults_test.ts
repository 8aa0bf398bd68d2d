/** Faults while a model answers: a killed worker, quick edits, no WebGPU, texts that are hard on tokenizers. */
import { assert, assertEquals } from "@std/assert";
import type { Page } from "puppeteer-core";
import { tinyAddress } from "@/tests/browser/address.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { checkFigures } from "@/tests/browser/check_figures.ts";
import {
  load,
  modelWorkers,
  noticesOf,
  press,
  read,
  ready,
  setText,
  settled,
  until,
  untilNotice,
} from "@/tests/browser/predictor_page.ts";
import { TINY, variantWeights } from "@/tests/fixtures/tiny_repositories.ts";
import { tinyGenerate, tinyLogProbabilities } from "@/tests/fixtures/tiny_reference.ts";
import { tinyEncode } from "@/tests/fixtures/tiny_tokenizer.ts";

const test = browserTests();
const weights = variantWeights(TINY);
const PROMPT = "The package left the";

/** Ends the page's workers from outside, as a browser short of memory does. */
async function killWorkers(page: Page): Promise<number> {
  const workers = modelWorkers(page);
  for (const worker of workers) await worker.close();
  return workers.length;
}

test("a worker killed while idle is replaced at the next edit", async ({ open }) => {
  const { page } = await open(tinyAddress({ text: PROMPT }));
  await ready(page);
  await load(page, TINY.name);
  assert(await killWorkers(page) > 0);
  await setText(page, `${PROMPT} pack`);
  const expected = tinyLogProbabilities(weights, tinyEncode(`${PROMPT} pack`));
  const likeliest = expected.indexOf(Math.max(...expected));
  const shown = await until(
    page,
    "the answer",
    (each) => !each.busy && each.source.startsWith(TINY.name) && each.rows[0]?.id === likeliest,
  );
  checkFigures(shown, weights, tinyEncode(`${PROMPT} pack`));
});

test("a worker killed while generating does not lose the run", async ({ open }) => {
  const { page } = await open(tinyAddress({ text: PROMPT, max_tokens: 55, stop_at_end: 0 }));
  await ready(page);
  await load(page, TINY.name);
  await press(page, "Run");
  await until(page, "some tokens", (each) => each.generated.length >= 3);
  assert(await killWorkers(page) > 0);
  const shown = await until(page, "the limit", (each) => each.stop === "limit");
  assertEquals(shown.generated, tinyGenerate(weights, tinyEncode(PROMPT), 55));
});

test("of two quick edits only the last is ever shown", async ({ open }) => {
  const { page } = await open(tinyAddress({ text: PROMPT }));
  await ready(page);
  await load(page, TINY.name);
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    new MutationObserver(() => {
      const region = document.querySelector("[data-source]");
      const row = document.querySelector<HTMLElement>("tr[data-id]");
      const text = document.querySelector<HTMLTextAreaElement>("textarea[name=text]")!.value;
      if (region?.getAttribute("aria-busy") !== "true") seen.push(`${text}|${row?.dataset["probability"]}`);
    }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  const edits = ["The pack", "The packa and", "The package left the ring and then"];
  for (const text of edits) await setText(page, text);
  const last = edits.at(-1)!;
  const best = Math.max(...tinyLogProbabilities(weights, tinyEncode(last)));
  await until(
    page,
    "the last edit",
    (each) => !each.busy && Math.abs(Math.log(each.rows[0]!.probability) - best) < 1e-3,
  );
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
  for (const each of seen) {
    const [text, probability] = each.split("|");
    const expected = Math.max(...tinyLogProbabilities(weights, tinyEncode(text!)));
    assert(
      Math.abs(Math.log(Number(probability)) - expected) < 1e-3,
      `For "${text}" another text's answer was shown`,
    );
  }
});

test("WebGPU asked for where there is none: the model runs on WASM and the page says so", async ({ open }) => {
  const { page } = await open(tinyAddress({ text: PROMPT, device: "webgpu" }));
  await ready(page);
  const shown = await load(page, TINY.name);
  assertEquals(shown.source, `${TINY.name}@main q4 wasm`);
  checkFigures(shown, weights, tinyEncode(PROMPT));
  assert(/WebGPU/.test(await noticesOf(page)), "No notice about WebGPU");
});

const TEXTS: Readonly<Record<string, string>> = {
  "an emoji of several code points": "the 👩‍👩‍👧 pack",
  "right-to-left text": "שלום the مرحبا",
  "NUL and control characters": "a\u0000b\u0007\u001b[31m",
  "a lone surrogate": "left \ud83d the",
  "combining marks": "Z̸̢̛a̶l̴g̵o",
  "line breaks of every kind": "a\n\n b\u2028c\u0085d",
};

for (const [name, text] of Object.entries(TEXTS)) {
  test(`text with ${name} is answered`, async ({ open }) => {
    const { page } = await open(tinyAddress({ text: PROMPT }));
    await ready(page);
    const before = JSON.stringify((await load(page, TINY.name)).rows);
    await setText(page, text);
    const shown = await until(
      page,
      "the edit shows",
      (each) => !each.busy && JSON.stringify(each.rows) !== before,
    );
    checkFigures(shown, weights, tinyEncode(shown.text));
  });
}

test("an empty text and a text longer than the context are answered with what to do, and nothing breaks", async ({ open }) => {
  const { page } = await open(tinyAddress({ text: PROMPT }));
  await ready(page);
  await load(page, TINY.name);
  await setText(page, "");
  await page.waitForFunction(() => !document.querySelector("[data-source][aria-busy=true]"));
  await setText(page, "The package left the ".repeat(40));
  await untilNotice(page, /64|context|too long|longer/i);
  assertEquals((await read(page)).text.length, 840);
  await setText(page, PROMPT);
  const expected = tinyLogProbabilities(weights, tinyEncode(PROMPT));
  const best = Math.max(...expected);
  const shown = await until(
    page,
    "the answer",
    (each) =>
      !each.busy && each.rows.length > 0 && Math.abs(Math.log(each.rows[0]!.probability) - best) < 1e-3,
  );
  checkFigures(shown, weights, tinyEncode(PROMPT));
});

test("100,000 characters stay in the page, which says that they do not fit and stays usable", async ({ open }) => {
  const { page } = await open("/");
  await ready(page);
  const text = "The package left the ring and then ".repeat(2858).slice(0, 100_000);
  await setText(page, text);
  await untilNotice(page, /tokens and the context holds 512/);
  assertEquals((await read(page)).text.length, 100_000);
  assert(page.url().length <= 8000 + 40, `The address has ${page.url().length} characters`);
  await page.reload();
  await until(page, "the text survives a reload", (each) => each.text.length === 100_000);
  await press(page, "Drop the start");
  await settled(page);
  await setText(page, "Thank you very");
  await until(
    page,
    "a short text again",
    (each) => !each.busy && each.text === "Thank you very" && each.rows.length > 0,
  );
});

test("temperature 0, negative and NaN in the address", async ({ open }) => {
  for (const [temperature, sum] of [["0", 1], ["-1", null], ["NaN", null]] as const) {
    const { page } = await open(tinyAddress({ text: PROMPT, temperature }));
    const shown = await ready(page);
    if (sum) assertEquals(shown.rows[0]!.shaped, 1);
    else {
      assert(Math.abs(shown.rows[0]!.shaped - shown.rows[0]!.probability) < 1e-9);
      assert(/temperature/.test(await noticesOf(page)), "No notice about the temperature");
    }
  }
});
