/** /objectives as the server renders it. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { objectives } from "@/lib/labs/objectives/objectives.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import { siteWith } from "../server/site_under_test.ts";

const ask = siteWith({ RATE_LIMIT: "0" });
const models = { gpt: serverModel("parcel-gpt"), bert: serverModel("parcel-bert") };
const query = { text: "The package left the warehouse and reached the hub.", blank: 4, later: "customer." };

Deno.test("a later word changes nothing for the causal model and something for the masked one", async () => {
  const answer = await objectives(models, query);
  assert(answer.causalChange! < 1e-6, `${answer.causalChange}`);
  assert(answer.maskedChange! > 0.05, `${answer.maskedChange}`);
});

Deno.test("a sentence of 30 tokens is read, a longer one is refused with both numbers", async () => {
  const read = async (words: number) => {
    const text = `${Array(words).fill("left").join(" ")}.`;
    return await objectives(models, { text, blank: 1, later: "hub." }).then(
      () => null,
      ({ message }) => message,
    );
  };
  const refused = await Promise.all(Array.from({ length: 32 }, (_, i) => read(i + 1)));
  const first = refused.findIndex((message) => message !== null);
  assertEquals(first > 0, true);
  assertEquals(refused[first], "The sentence has 31 tokens, and at most 30 are read: shorten it.");
});

Deno.test("the causal model's attention is empty above the diagonal; each row is a whole", async () => {
  const { causalAttention, maskedAttention } = await objectives(models, query);
  for (const [row, weights] of causalAttention.weights.entries()) {
    assertEquals(weights.slice(row + 1).every((weight) => weight === 0), true);
    assert(Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - 1) < 1e-3);
  }
  assert(maskedAttention.weights[1]!.at(-1)! > 0);
});

Deno.test("reports are sorted and a value is taken out of its text by the masked model", async () => {
  const { sorted, extracted } = await objectives(models, query);
  const first = [...sorted, extracted].map(({ rows }) =>
    new TextDecoder().decode(Uint8Array.from(rows[0]!.bytes))
  );
  assertEquals(first, [" in", " out", " monthly"]);
});

Deno.test("GET /objectives opens with a hidden word, follows its query, and fails at nothing", async () => {
  const page = async (search: string) => {
    const response = await ask(`/objectives${search}`);
    assertEquals(response.status, 200);
    return await response.text();
  };
  assertStringIncludes(await page(""), "From both sides parcel-bert fills in");
  assertStringIncludes(await page("?blank=8"), "hide an earlier word");
  for (const search of ["?text=", "?blank=99", `?text=${"a+".repeat(70)}`, "?text=%F0%9F%98%80&later="]) {
    await page(search);
  }
});
