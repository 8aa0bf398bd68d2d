/**
 * /compare on two formats of SmolLM2, loaded side by side, against a calculation by hand from both engines' own rows.
 * Writing and loading 230 MB takes minutes: asked for with `ALL_PROMPTS=1`, outside the gate.
 */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { alive } from "@/tests/browser/alive.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { kldByHand } from "@/tests/models/kld_by_hand.ts";
import { openSmollm2 } from "@/tests/models/open_smollm2.ts";
import { requantized } from "@/tests/models/requantized.ts";
import { EXPECTED_ANSWERS, modelFile, smollm2Weights } from "@/tests/models/smollm2.ts";

const isAsked = EXPECTED_ANSWERS !== null && Deno.env.has("ALL_PROMPTS");
const NAME = "fixtures/smollm2-two-formats";
const COPIED = ["config.json", "tokenizer.json", "tokenizer_config.json", "generation_config.json"];
const mirror = isAsked ? Deno.makeTempDirSync({ prefix: "two-formats-" }) : "";
const test = browserTests({ mirror });
Deno.test.afterAll(() => {
  if (isAsked) Deno.removeSync(mirror, { recursive: true });
});

/** Writes the repository: the mirror's own 4-bit ONNX, and 4-bit blocks of another kind beside it. */
async function writeFormats(weights: Uint8Array): Promise<void> {
  const folder = `${mirror}/${NAME}/resolve/main`;
  Deno.mkdirSync(`${folder}/onnx`, { recursive: true });
  for (const file of [...COPIED, "onnx/model_q4.onnx"]) {
    Deno.writeFileSync(`${folder}/${file}`, await modelFile(file));
  }
  Deno.writeFileSync(`${folder}/model.safetensors`, weights);
}

/** The figures that the table should have, by their names in it. */
async function expectedFigures(text: string, weights: Uint8Array<ArrayBuffer>) {
  const [base, other] = [await openSmollm2("q4"), await openSmollm2("safetensors", weights)];
  const tokens = await base.encode(text);
  const rows = { rows: tokens.length - 1, cache: false };
  const context = tokens.slice(0, -1);
  const hand = kldByHand(
    await base.logits(context, rows),
    await other.logits(context, rows),
    tokens.slice(1),
  );
  await Promise.all([base.dispose(), other.dispose()]);
  return {
    "Mean KLD": hand.meanKld[0],
    "Median KLD": hand.medianKld,
    "90.0 % KLD": hand.kld90,
    "Maximum KLD": hand.maxKld,
    "ln PPL(Q) / PPL(base)": hand.lnPplRatio[0],
    "Mean Δp": hand.meanDeltaP[0],
    "RMS Δp": hand.rmsDeltaP[0],
    "Same top p": hand.sameTopP[0],
  };
}

test(
  "two formats of SmolLM2 side by side have the figures that their rows give by hand",
  async ({ open }) => {
    const text = EXPECTED_ANSWERS!.perplexity.text.slice(0, 300);
    const weights = requantized(await smollm2Weights());
    await writeFormats(weights);
    const expected = await expectedFigures(text, weights);
    const query = { text, beside_text: "", model: NAME, dtype: "q4", beside_dtype: "safetensors" };
    const { page } = await open(`/compare?${new URLSearchParams(query)}`);
    await alive(page);
    for (let side = 0; side < 2; side++) {
      await page.locator(`button.primary::-p-text(Load ${NAME})`).setTimeout(60_000).click();
      await page.waitForFunction(
        (left: number) =>
          [...document.querySelectorAll("button.primary")].filter((each) =>
              each.textContent!.startsWith("Load ")
            ).length <= left && !document.querySelector("progress"),
        { timeout: 180_000 },
        1 - side,
      );
    }
    const shown = await page.waitForFunction(
      () => {
        const table = [...document.querySelectorAll("table")].find(({ caption }) =>
          caption?.textContent?.includes("as llama.cpp prints it")
        );
        return table &&
          [...table.tBodies[0]!.rows].map(({ cells }) => [cells[0]!.textContent, cells[1]!.title]);
      },
      { timeout: 180_000 },
    );
    const figures = new Map(await shown.jsonValue() as [string, string][]);
    for (const [name, value] of Object.entries(expected)) {
      assertAlmostEquals(Number(figures.get(name)), value!, 1e-5 + 2e-3 * Math.abs(value!), name);
    }
    assertEquals(
      (await page.$eval("[data-source]", (each) => each.getAttribute("data-source")))?.includes(
        "safetensors",
      ),
      true,
    );
  },
  { ignore: !isAsked },
);
