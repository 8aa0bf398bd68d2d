/** Every embedded model by its name: in the predictor and on /score, computed in the tab. */
import { assert, assertEquals } from "@std/assert";
import { alive } from "@/tests/browser/alive.ts";
import { predictorAddress } from "@/tests/browser/address.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { press, ready, setText, until } from "@/tests/browser/predictor_page.ts";
import { logSoftmax } from "@/lib/lm/distribution/softmax.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import { clickStill } from "@/tests/browser/click_still.ts";

const test = browserTests({ models: "none" });
const TEXT = "The customer asked for a";

for (const name of ["parcel-gru", "parcel-bert"] as const) {
  test(`the predictor changes to ${name} in the tab, and its address says so`, async ({ open }) => {
    const { page } = await open(predictorAddress({ text: "The package left the" }));
    await ready(page);
    await press(page, `Use ${name}`);
    const answers = (shown: { source: string; busy: boolean }) =>
      !shown.busy && shown.source.startsWith(`${name}@`);
    await until(page, "the model answers", answers);
    await page.waitForFunction((name) => location.search.includes(`model=${name}`), {}, name);
    await setText(page, TEXT);
    const model = serverModel(name);
    const [row] = await model.logits([0, ...await model.encode(TEXT)], { cache: false });
    const expected = logSoftmax(row!);
    const best = expected.indexOf(Math.max(...expected));
    const shown = await until(
      page,
      "its answer to another text",
      (shown) => answers(shown) && shown.text === TEXT && shown.rows[0]?.id === best,
    );
    for (const { id, probability } of shown.rows) {
      assert(Math.abs(Math.log(probability) - expected[id]!) < 1e-3);
    }
    await press(page, "Step");
    await until(page, "a token more", ({ generated, busy }) => !busy && generated.length === 1);
  });

  test(`/score scores with ${name} in the tab`, async ({ open }) => {
    const { page } = await open(`/score?${new URLSearchParams({ text: "The package left" })}`);
    await alive(page);
    await clickStill(page, `input[name=model][value=${name}]`);
    const model = serverModel(name);
    const expected = await model.score([0, ...await model.encode("The package left")]);
    const shown = await page.waitForFunction(
      (name) =>
        document.querySelector(`[data-source^="${name}@"][aria-busy=false]`) &&
        [...document.querySelectorAll("main [data-log-probability]")].map((each) =>
          Number(each.getAttribute("data-log-probability"))
        ),
      { timeout: 60_000 },
      name,
    );
    const values = await shown.jsonValue() as number[];
    assertEquals(values.length, expected.length);
    expected.forEach(({ logProbability }, i) =>
      assert(Math.abs(values[i]! - logProbability) < 1e-3, `${values}`)
    );
  });
}
