/** The embedded Transformer in the tab: what it costs to load, that it needs no network, and that transformers.js runs its ONNX file. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { predictorAddress } from "@/tests/browser/address.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { scoreInWorker } from "@/tests/browser/score_in_worker.ts";
import { press, read, ready, setText, until } from "@/tests/browser/predictor_page.ts";
import { shippedModel } from "@/lib/server/models/shipped_models.ts";
import { ROOT } from "@/lib/server/root.ts";
import reference from "@/tests/reference/parcel_gpt.json" with { type: "json" };

const REPOSITORY = "site/parcel-gpt";
const MAX_BYTES = 4_000_000;
const SOURCE = /^parcel-gpt@[0-9a-f]+ q4 kernel$/;

/** A mirror in the hub's layout that holds the shipped model. */
function mirrorOfShipped(): string {
  const mirror = Deno.makeTempDirSync({ prefix: "shipped-" });
  const { weights } = shippedModel("parcel-gpt");
  const from = ROOT + weights.slice(0, weights.lastIndexOf("/"));
  const to = `${mirror}/${REPOSITORY}/resolve/main`;
  Deno.mkdirSync(`${to}/onnx`, { recursive: true });
  const files = ["config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json"];
  for (const file of [...files, "onnx/model_q4.onnx"]) Deno.copyFileSync(`${from}/${file}`, `${to}/${file}`);
  return mirror;
}

const test = browserTests({ mirror: mirrorOfShipped() });

test("cold, the first own distribution of the tab comes after at most 4 MB, later ones without a network, and the answer is read aloud", async ({ open }) => {
  const { page } = await open("/privacy", { expect: /favicon/ });
  const session = await page.createCDPSession();
  let received = 0;
  session.on("Network.loadingFinished", ({ encodedDataLength }) => void (received += encodedDataLength));
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  await page.goto(new URL("/", page.url()).href);
  const before = await read(page);
  assert(SOURCE.test(before.source), before.source);
  await setText(page, "The driver is late because");
  await until(page, "the tab answers", (shown) => !shown.busy && shown.rows[0]!.id !== before.rows[0]!.id);
  assert(received > 2_500_000 && received <= MAX_BYTES, `${received} bytes`);
  // What other parts of the page fetch is none of this test's. The idle network of the driver never comes where the
  // page before was left with a request open.
  for (let last = -1; last !== received;) {
    last = received;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  await page.setOfflineMode(true);
  await setText(page, "Order shipped from the");
  const shown = await until(
    page,
    "the tab answers alone",
    ({ busy, rows, text }) => !busy && text === "Order shipped from the" && rows[0]!.probability > 0,
  );
  assert(SOURCE.test(shown.source));
  await page.waitForFunction(() => {
    const said = document.querySelector("#said")!.textContent;
    return said !== "" && said === document.querySelector(".answer h1")!.textContent!.trim();
  });
  await page.setOfflineMode(false);
});

test("transformers.js runs the ONNX file and says what the embedded model says, and what PyTorch says at 1,000 positions", async ({ open }) => {
  const text = "The package left the";
  const { page } = await open(predictorAddress({ text, model: REPOSITORY }));
  const embedded = await ready(page);
  assert(SOURCE.test(embedded.source));
  const score = await scoreInWorker(page);
  await press(page, `Load ${REPOSITORY}`);
  const loaded = await until(
    page,
    "it is loaded",
    ({ source, busy }) => source.startsWith(REPOSITORY) && !busy,
  );
  assertEquals(loaded.rows.map(({ id }) => id), embedded.rows.map(({ id }) => id));
  loaded.rows.forEach(({ probability }, i) => {
    assertAlmostEquals(Math.log(probability), Math.log(embedded.rows[i]!.probability), 1e-3);
  });
  const scored = await score(reference.texts.map(({ tokens }) => tokens));
  const expected = reference.texts.map(({ log_probabilities }) => log_probabilities);
  assert(scored.flat().length >= 1000);
  assertEquals(scored.map(({ length }) => length), expected.map(({ length }) => length));
  scored.flat().forEach((value, i) => assertAlmostEquals(value, expected.flat()[i]!, 1e-3));
});

test("the view into the model shows a guess for each layer, the last of them the answer", async ({ open }) => {
  const { page } = await open(predictorAddress({ text: "The package left the" }));
  await ready(page);
  await setText(page, "Order shipped from the");
  await page.waitForSelector("h2::-p-text(leads from layer)");
  assertEquals(await page.$$eval(".layer-strips li", (layers) => layers.length), 6);
  await page.locator("summary::-p-text(as tables)").click();
  const caption = await page.waitForSelector("caption::-p-text(Guess after each layer)");
  const rows = await caption!.evaluate((each) => [...each.closest("table")!.tBodies[0]!.rows].length);
  assertEquals(rows, 6);
});
