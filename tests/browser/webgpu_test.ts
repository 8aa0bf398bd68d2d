/** WebGPU under the production policy, on whatever adapter there is (a software one without a GPU). */
import { assert, assertEquals } from "@std/assert";
import { predictorAddress, tinyAddress } from "@/tests/browser/address.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { checkFigures } from "@/tests/browser/check_figures.ts";
import { load, modelWorkers, press, ready, setText, until } from "@/tests/browser/predictor_page.ts";
import { TINY, TINY_VARIANTS, variantWeights } from "@/tests/fixtures/tiny_repositories.ts";
import { tinyGenerate } from "@/tests/fixtures/tiny_reference.ts";
import { tinyEncode } from "@/tests/fixtures/tiny_tokenizer.ts";

const test = browserTests({ webgpu: true });
const PROMPT = "The package left the";
const weights = variantWeights(TINY);
const GREEDY = tinyGenerate(weights, tinyEncode(PROMPT), 8);

for (const variant of TINY_VARIANTS) {
  test(`${variant.name} answers on WebGPU what the reference says, before and after edits`, async ({ open }) => {
    const { page } = await open(
      predictorAddress({ text: PROMPT, model: variant.name, dtype: "q4", device: "webgpu" }),
    );
    await ready(page);
    const shown = await load(page, variant.name);
    assertEquals(shown.source, `${variant.name}@main q4 webgpu`);
    const own = variantWeights(variant);
    checkFigures(shown, own, tinyEncode(PROMPT), 5e-3);
    const before = JSON.stringify(shown.rows);
    await setText(page, "The package and");
    const edited = await until(
      page,
      "the edit shows",
      (each) => !each.busy && JSON.stringify(each.rows) !== before,
    );
    checkFigures(edited, own, tinyEncode("The package and"), 5e-3);
  });
}

test("a run on WebGPU generates what the reference does, and Stop ends one", async ({ open }) => {
  const { page } = await open(tinyAddress({ text: PROMPT, device: "webgpu", max_tokens: 8 }));
  await ready(page);
  await load(page, TINY.name);
  await press(page, "Run");
  const shown = await until(page, "the limit", (each) => each.stop === "limit");
  assertEquals(shown.generated, GREEDY);
});

test("Stop ends a run on WebGPU", async ({ open }) => {
  const query = {
    text: PROMPT,
    device: "webgpu",
    max_tokens: 5000,
    stop_at_end: 0,
    context_policy: "truncate_start",
  };
  const { page } = await open(tinyAddress(query));
  await ready(page);
  await load(page, TINY.name);
  await press(page, "Run");
  await until(page, "some tokens", (each) => each.generated.length >= 2);
  await press(page, "Stop");
  const stopped = await until(page, "the visitor's stop", (each) => each.stop === "visitor");
  assert(stopped.generated.length < 1000);
});

test("a device lost while generating does not lose the run", async ({ open }) => {
  const query = { text: PROMPT, device: "webgpu", max_tokens: 40, stop_at_end: 0 };
  const { page } = await open(tinyAddress(query));
  await page.evaluateOnNewDocument(() => undefined);
  await ready(page);
  await load(page, TINY.name);
  await press(page, "Run");
  await until(page, "some tokens", (each) => each.generated.length >= 2);
  const lost = await Promise.all(
    modelWorkers(page).map((worker) =>
      worker.evaluate(async () => {
        const scope = self as unknown as { modelDevice?: { destroy(): void } };
        await Promise.resolve();
        scope.modelDevice?.destroy();
        return scope.modelDevice !== undefined;
      })
    ),
  );
  assert(lost.some(Boolean), "No worker had a device to lose");
  const shown = await until(page, "the limit", (each) => each.stop === "limit", 90_000);
  assertEquals(shown.generated, tinyGenerate(weights, tinyEncode(PROMPT), 40));
});
