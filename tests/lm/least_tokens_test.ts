import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { leastTokens } from "@/lib/lm/least_tokens.ts";
import { serverCounts } from "@/lib/server/count_corpus.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";

Deno.test("leastTokens() is never more than a text has", async () => {
  const models = [serverModel("parcel-gpt"), serverModel("parcel-bert"), serverCounts()];
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(fc.constantFrom(" warehouse", " delivered", "  ", "ﬁ", "🎉", "\ud800")).map((parts) =>
      parts.join("")
    ),
  );
  await fc.assert(fc.asyncProperty(texts, async (text) => {
    for (const model of models) {
      assert(leastTokens(text, model.vocabulary) <= (await model.encode(text)).length, model.id.name);
    }
  }));
  assertEquals(leastTokens("", models[0]!.vocabulary), 0);
});
