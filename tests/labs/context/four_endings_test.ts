/** One prompt, four endings: parcel-gpt's own text, cut by each condition alone. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { cutOf, endingAddress, ENDINGS, endingSentence, writeOn } from "@/lib/labs/context/four_endings.ts";
import { PREDICTOR_FIELDS } from "@/lib/experiment/fields/predictor_fields.ts";
import { parseFields } from "@/lib/experiment/codec.ts";
import { joinBytes } from "@/lib/lm/decode_bytes.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";

const model = serverModel("parcel-gpt");
const written = await writeOn(model);

function textOf(ids: readonly number[]): string {
  return new TextDecoder().decode(joinBytes(ids.map((id) => model.vocabulary.bytes(id))));
}

Deno.test("each condition ends the same text for its own reason, at its own token", () => {
  const cuts = ENDINGS.map((ending) => cutOf(model, written, ending));
  assertEquals(cuts.map(({ reason }) => reason), ["end", "limit", "stop", "context"]);
  assertEquals(new Set(cuts.map(({ at }) => at)).size, 4, "four places");
  const [end, limit, stop, context] = cuts;
  assert(model.endTokens.includes(written.tokens[end!.at - 1]!));
  assertEquals(limit!.at, 8);
  assertEquals(textOf(written.tokens.slice(stop!.from, stop!.at)), "\nAnna:");
  assertEquals(written.prompt.length + context!.at, 24);
  cuts.forEach((cut) =>
    assert(endingSentence(cut, written).includes(`${cut.reason === "end" ? cut.at - 1 : cut.at}`))
  );
});

Deno.test("each condition opens in the predictor without a value that cannot be used", () => {
  for (const ending of ENDINGS) {
    const { query, notices } = parseFields(
      PREDICTOR_FIELDS,
      new URL(endingAddress(ending), "http://a.test").searchParams,
    );
    assertEquals(notices, []);
    assertEquals(query.max_tokens, ending.settings.maxTokens);
    assertEquals(query.stop, ending.settings.stop ?? []);
    assertEquals(query.context_limit, ending.settings.contextLimit ?? null);
    assertStringIncludes(query.text, "\nBen:");
  }
});

Deno.test("the four conditions are set in the predictor as they are here, each alone", () => {
  assertEquals(ENDINGS.map(({ query, settings: { maxTokens } }) => [query["max_tokens"], maxTokens]), [
    ["64", 64],
    ["8", 8],
    ["64", 64],
    ["64", 64],
  ]);
  assertEquals(ENDINGS.map(({ query }) => Object.keys(query).length), [1, 1, 2, 2]);
});
