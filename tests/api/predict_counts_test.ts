import { assertAlmostEquals, assertEquals } from "@std/assert";
import { logSoftmax } from "@/lib/lm/distribution/softmax.ts";
import { serverCounts } from "@/lib/server/count_corpus.ts";
import { predictEndpoint } from "@/routes/api/calculations/predict.ts";

interface Answer {
  readonly tokens: readonly { readonly id: number }[];
  readonly begin: { readonly id: number } | null;
  readonly prompt_log_probabilities: readonly (number | null)[];
}

Deno.test("each token of a text has the log-probability that counts give it behind those before it", async () => {
  const text = "The package left the";
  const model = serverCounts();
  const answer = await predictEndpoint.answer({ text, model: "counts" }) as Answer;
  const ids = [...await model.encode(text)];
  assertEquals(answer.tokens.map(({ id }) => id), ids);
  assertEquals(answer.begin?.id ?? null, model.beginToken);
  const begin = model.beginToken === null ? [] : [model.beginToken];
  const known = answer.prompt_log_probabilities;
  assertEquals(known.length, ids.length);
  for (const [at, id] of ids.entries()) {
    const context = [...begin, ...ids.slice(0, at)];
    if (context.length === 0) {
      assertEquals(known[at], null, "nothing stands before it");
      continue;
    }
    const [row] = await model.logits(context, { cache: false });
    assertAlmostEquals(known[at]!, logSoftmax(row!)[id]!, 1e-6);
  }
});
