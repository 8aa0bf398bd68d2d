/** What onnxruntime itself refuses: it repeats its first error for ever, so the worker must not live on. */
import { assert, assertEquals } from "@std/assert";
import { tinyAddress } from "@/tests/browser/address.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { checkFigures } from "@/tests/browser/check_figures.ts";
import { load, read, ready, setText, until, untilNotice } from "@/tests/browser/predictor_page.ts";
import { OVERSTATED, TINY, variantWeights } from "@/tests/fixtures/tiny_repositories.ts";
import { tinyLogProbabilities } from "@/tests/fixtures/tiny_reference.ts";
import { tinyEncode } from "@/tests/fixtures/tiny_tokenizer.ts";

const test = browserTests();
const weights = variantWeights(TINY);
const PROMPT = "The package left the";

test("a pass that onnxruntime refuses ends that worker: the next text is answered, and nothing typed is lost", async ({ open }) => {
  const { page } = await open(tinyAddress({ text: PROMPT, model: OVERSTATED }), {
    expect: /onnxruntime|Inputs given to model|An error occurred/i,
  });
  await ready(page);
  await load(page, OVERSTATED);
  const tooLong = `${PROMPT} `.repeat(20).trim();
  assert(tinyEncode(tooLong).length > 64 && tinyEncode(tooLong).length < 128);
  await setText(page, tooLong);
  await untilNotice(page, /could not compute this text/);
  assertEquals((await read(page)).text, tooLong);
  const next = `${PROMPT} pack`;
  await setText(page, next);
  const best = Math.max(...tinyLogProbabilities(weights, tinyEncode(next)));
  const shown = await until(
    page,
    "the next text is answered",
    (each) =>
      !each.busy && each.source.startsWith(OVERSTATED) && each.rows.length > 0 &&
      Math.abs(Math.log(each.rows[0]!.probability) - best) < 1e-3,
  );
  checkFigures(shown, weights, tinyEncode(next));
});
