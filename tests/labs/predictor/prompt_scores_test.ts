import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { Prediction } from "@/lib/labs/predictor/answer.ts";
import { encodePrompt, originOf } from "@/lib/labs/predictor/prompt.ts";
import { scorePrompt } from "@/lib/labs/predictor/prompt_scores.ts";
import { fakeModel, type FakeModelSettings } from "@/tests/lm/fake_model.ts";

/** The token after the last one for 3 of 4, the others share the rest. */
const next = (context: readonly number[]) =>
  Array.from({ length: 4 }, (_, id) => id === (context.at(-1)! + 1) % 4 ? Math.log(9) : 0);
const [SURE, UNSURE] = [-Math.log2(3 / 4), -Math.log2(1 / 12)];

async function scored(text: string, settings: Partial<FakeModelSettings> = {}, chat = false) {
  const model = fakeModel({ tokens: ["<s>", "abc", "def", "ghi"], next, ...settings });
  const prompt = await encodePrompt(model, text, chat);
  const scores = await scorePrompt({ model, prompt } as unknown as Prediction, new AbortController().signal);
  return { scores, origins: prompt.ids.map((_, position) => originOf(prompt, position)) };
}

Deno.test("scorePrompt() has the mean bits of the text's bytes, behind a begin token and without one", async () => {
  const begun = await scored("abcdefghiabc", { beginToken: 0 });
  assertAlmostEquals(begun.scores!.bitsPerByte!, (3 * SURE + UNSURE) / 12, 1e-6);
  assertEquals(begun.origins, ["begin", "text", "text", "text", "text"]);
  assertEquals(begun.scores!.tokens.map((token) => token && token.rank), [null, 1, 1, 1, 2]);
  const bare = await scored("abcdefghiabc");
  assertAlmostEquals(bare.scores!.bitsPerByte!, (2 * SURE + UNSURE) / 12, 1e-6);
  assertAlmostEquals(bare.scores!.tokens[1]!.probability, 3 / 4, 1e-6);
});

Deno.test("scorePrompt() leaves a template's own tokens out of the mean", async () => {
  const encodeChat = () => [0, 3, 1, 2, 3, 1, 3];
  const { scores, origins } = await scored("abcdefghiabc", { encodeChat, special: [0] }, true);
  assertEquals(origins, ["template", "template", "text", "text", "text", "text", "template"]);
  assertAlmostEquals(scores!.bitsPerByte!, (UNSURE + 2 * SURE + UNSURE) / 12, 1e-6);
});

Deno.test("scorePrompt() judges no text under 12 bytes, and none that the context does not hold", async () => {
  assertEquals((await scored("abcdefghi", { beginToken: 0 })).scores!.bitsPerByte, null);
  assertEquals((await scored("abcdefghi", { beginToken: 0 })).scores!.tokens.length, 4);
  assertEquals((await scored("abcdefghiabc", { contextLength: 4 })).scores !== null, true);
  assertEquals((await scored("abcdefghiabc", { contextLength: 3 })).scores, null);
  assertEquals((await scored("abc")).scores, null);
});
