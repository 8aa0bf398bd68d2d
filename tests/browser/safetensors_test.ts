/** A repository with config, tokenizer and model.safetensors but no ONNX, on this site's own engine. */
import { assert, assertEquals } from "@std/assert";
import { predictorAddress } from "@/tests/browser/address.ts";
import { alive } from "@/tests/browser/alive.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { checkFigures } from "@/tests/browser/check_figures.ts";
import { load, ready } from "@/tests/browser/predictor_page.ts";
import { TINY_SAFETENSORS } from "@/tests/fixtures/tiny_repositories.ts";
import { brainWeights } from "@/tests/fixtures/tiny_safetensors.ts";
import { tinyEncode } from "@/tests/fixtures/tiny_tokenizer.ts";
import { tinyWeights } from "@/tests/fixtures/tiny_weights.ts";

const test = browserTests();
const PROMPT = "The package left the";

test("safetensors load with their size said first, answer what the reference says, and the address replays", async ({ open }) => {
  const { page, context } = await open(predictorAddress({ text: PROMPT, model: TINY_SAFETENSORS, top: 20 }));
  await alive(page);
  await ready(page);
  const said = await page.waitForFunction(
    (label: string) =>
      [...document.querySelectorAll("button")].map((each) => each.textContent?.trim() ?? "")
        .find((text) => text.startsWith(label) && /\d\skB\)/.test(text)),
    { timeout: 30_000 },
    `Load ${TINY_SAFETENSORS} (`,
  );
  const size = /\((\d+)\skB\)/.exec(await said.jsonValue() ?? "")?.[1];
  assert(Number(size) > 200, `${await said.jsonValue()}`);
  const shown = await load(page, TINY_SAFETENSORS);
  assertEquals(shown.source, `${TINY_SAFETENSORS}@main safetensors kernel`);
  checkFigures(shown, brainWeights(tinyWeights()), tinyEncode(PROMPT));
  const address = new URL(page.url());
  assertEquals(address.searchParams.get("dtype"), "safetensors");
  const again = await open(address.pathname + address.search, { context });
  await alive(again.page);
  const replayed = await load(again.page, TINY_SAFETENSORS);
  assertEquals([replayed.source, replayed.rows], [shown.source, shown.rows]);
});
