/** Figures of tiny models in every storage format on WASM, under the production headers. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { predictorAddress, tinyAddress } from "@/tests/browser/address.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { checkFigures } from "@/tests/browser/check_figures.ts";
import {
  load,
  modelWorkers,
  press,
  ready,
  setControl,
  setText,
  until,
} from "@/tests/browser/predictor_page.ts";
import { dequantizedWeights } from "@/tests/fixtures/tiny_reference.ts";
import { TINY, TINY_VARIANTS, variantWeights } from "@/tests/fixtures/tiny_repositories.ts";
import { tinyEncode, tinyEncodeChat } from "@/tests/fixtures/tiny_tokenizer.ts";
import { tinyWeights } from "@/tests/fixtures/tiny_weights.ts";

const test = browserTests();
const PROMPT = "The package left the";

for (const variant of TINY_VARIANTS) {
  test(`${variant.name} answers what the reference says, before and after edits`, async ({ open }) => {
    const query = { text: PROMPT, model: variant.name, dtype: "q4", device: "wasm", top: 50 };
    const { page } = await open(predictorAddress(query));
    await ready(page);
    const shown = await load(page, variant.name);
    assertEquals(shown.source, `${variant.name}@main q4 wasm`);
    assertEquals(shown.rows.length, 50);
    const weights = variantWeights(variant);
    checkFigures(shown, weights, tinyEncode(PROMPT));
    for (const text of [`${PROMPT} pack`, "The pack", "and then é🎉\n\n  the"]) {
      const before = JSON.stringify((await ready(page)).rows);
      await setText(page, text);
      const edited = await until(
        page,
        "the edit shows",
        (each) => !each.busy && JSON.stringify(each.rows) !== before,
      );
      checkFigures(edited, weights, tinyEncode(text));
    }
  });
}

test("float32 weights answer what the reference says", async ({ open }) => {
  const { page } = await open(
    predictorAddress({ text: PROMPT, model: TINY.name, dtype: "fp32", device: "wasm" }),
  );
  await ready(page);
  const shown = await load(page, TINY.name);
  assertEquals(shown.source, `${TINY.name}@main fp32 wasm`);
  checkFigures(shown, dequantizedWeights(tinyWeights(), null), tinyEncode(PROMPT));
});

test("the worker is cross-origin isolated, so that threads work, and the page runs no WebAssembly itself", async ({ open }) => {
  const { page } = await open(tinyAddress({ text: PROMPT }), { expect: /CSP: script-src blocked wasm-eval/ });
  await ready(page);
  await load(page, TINY.name);
  assert(await page.evaluate(() => crossOriginIsolated), "page");
  const workers = await Promise.all(
    modelWorkers(page).map((worker) => worker.evaluate(() => self.crossOriginIsolated)),
  );
  assert(workers.length > 0 && workers.every(Boolean), `workers: ${workers}`);
  const compiles = await page.evaluate(() => {
    try {
      new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
      return true;
    } catch {
      return false;
    }
  });
  assertEquals(compiles, false, "The page's policy allows WebAssembly although only workers need it");
});

test("the chat switch puts the text into the model's own template", async ({ open }) => {
  const { page } = await open(tinyAddress({ text: "left the" }));
  await ready(page);
  const plain = await load(page, TINY.name);
  /** How far the first token stands below the field that its letters are typed in. */
  const below = () =>
    page.evaluate(() => {
      const top = (selector: string) => document.querySelector(selector)!.getBoundingClientRect().top;
      return top(".typed") - top("textarea[name=text]");
    });
  const before = await below();
  await setControl(page, "chat", true);
  const chat = await until(
    page,
    "the template applies",
    (each) => !each.busy && JSON.stringify(each.rows) !== JSON.stringify(plain.rows),
  );
  checkFigures(chat, variantWeights(TINY), tinyEncodeChat("left the"));
  await page.waitForSelector(".template .chip");
  assertAlmostEquals(await below(), before, 1, "letters stand on their tokens, under the template");
  await press(page, "Step");
  await until(page, "an answer's token", (each) => !each.busy && each.generated.length === 1);
  // Between the question and the answer stand the template's marks, each a chip that is seen.
  const order = await page.$$eval(
    "[data-typed] .typed, [data-typed] .chip.added, [aria-label='Generated tokens'] button",
    (tokens) =>
      tokens.map((each) => {
        const { left, right, top, bottom } = each.getBoundingClientRect();
        const kind = each.matches(".typed") ? "question" : each.matches(".made") ? "answer" : "template";
        return { kind, left, right, top, bottom };
      }),
  );
  const kinds = order.map(({ kind }) => kind);
  const [question, answer] = [kinds.lastIndexOf("question"), kinds.indexOf("answer")];
  const marks = order.slice(question + 1, answer);
  assert(marks.length > 0 && marks.every(({ kind }) => kind === "template"), kinds.join());
  for (const mark of marks) {
    assert(mark.right - mark.left > 4 && mark.bottom - mark.top > 4, JSON.stringify(mark));
    for (const text of [order[question]!, order[answer]!]) {
      const meet = mark.right > text.left + 1 && text.right > mark.left + 1 && mark.bottom > text.top + 1 &&
        text.bottom > mark.top + 1;
      assert(!meet, `${JSON.stringify(mark)} and ${JSON.stringify(text)}`);
    }
  }
});

test("two tabs can use the same model", async ({ open }) => {
  const first = await open(tinyAddress({ text: PROMPT }));
  await ready(first.page);
  await load(first.page, TINY.name);
  const second = await open(tinyAddress({ text: "The pack" }), { context: first.context });
  await second.page.bringToFront();
  await ready(second.page);
  checkFigures(await load(second.page, TINY.name), variantWeights(TINY), tinyEncode("The pack"));
  await first.page.bringToFront();
  await press(first.page, "Step");
  await until(first.page, "a token in the first tab", (each) => each.generated.length === 1);
});
