/** Pages asked with each embedded model by its name, as the server renders them. */
import { assertAlmostEquals, assertEquals, assertMatch, assertNotMatch } from "@std/assert";
import { logSoftmax } from "@/lib/lm/distribution/softmax.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import { dataOf, documentOf } from "../fixtures/document_of.ts";
import { siteWith } from "../server/site_under_test.ts";

const ask = siteWith();
const TEXT = "The package left the regional";

async function page(path: string, query: Record<string, string>): Promise<string> {
  const response = await ask(`${path}?${new URLSearchParams(query)}`);
  assertEquals(response.status, 200);
  return await response.text();
}

for (const name of ["parcel-gpt", "parcel-gru", "parcel-bert"] as const) {
  Deno.test(`GET / with model=${name} shows that model's own distribution`, async () => {
    const html = await page("/", { text: TEXT, model: name });
    const model = serverModel(name);
    assertMatch(html, new RegExp(`data-source="${name}@${model.id.revision} q4 ${model.backend}"`));
    const [row] = await model.logits([0, ...await model.encode(TEXT)], { cache: false });
    const expected = logSoftmax(row!);
    const rows = [...documentOf(html).querySelectorAll<HTMLElement>("tr[data-id][data-probability]")];
    assertEquals(rows.length >= 10, true, `${rows.length} rows`);
    for (const { dataset } of rows) {
      assertAlmostEquals(Number(dataset["probability"]), Math.exp(expected[Number(dataset["id"])]!), 1e-4);
    }
  });

  Deno.test(`GET /score with model=${name} scores the text`, async () => {
    const html = await page("/score", { text: TEXT, model: name });
    const model = serverModel(name);
    const scored = await model.score([0, ...await model.encode(TEXT)]);
    const shown = dataOf(documentOf(html), "log-probability").map(Number);
    assertEquals(shown.length, scored.length);
    scored.forEach(({ logProbability }, i) => assertAlmostEquals(shown[i]!, logProbability, 1e-4));
  });
}

Deno.test("GET /score leaves a text that is too long for the server to the tab", async () => {
  const html = await page("/score", { text: TEXT.repeat(20), model: "parcel-bert" });
  assertNotMatch(html, / data-log-probability="/);
});
