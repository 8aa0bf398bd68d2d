/** Two models on one text: aligned by bytes, asked after the same text, and each with a way of its own in step. */
import { assert, assertEquals } from "@std/assert";
import { DEFAULT_QUERY } from "@/lib/experiment/fields/predictor_fields.ts";
import { besideAnswer } from "@/lib/labs/predictor/beside/beside_answer.ts";
import { besideRows } from "@/lib/labs/predictor/beside/beside_rows.ts";
import { predict } from "@/lib/labs/predictor/prediction.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { serverCounts } from "@/lib/server/count_corpus.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";

const { signal } = new AbortController();
const first = serverModel("parcel-gpt");

async function beside(model: LanguageModel, steps: number) {
  const ask = (path: readonly number[]) =>
    predict({
      model: first,
      query: { ...DEFAULT_QUERY, path },
      known: null,
      given: false,
      signal,
      onRun() {},
    });
  let [answer, prediction] = [null as Awaited<ReturnType<typeof besideAnswer>> | null, await ask([])];
  for (let step = 0; step <= steps; step++) {
    answer = await besideAnswer({ model, first: prediction, query: DEFAULT_QUERY, known: answer, signal });
    const path = [
      ...prediction.generated.map(({ id }) => id),
      prediction.reading.next(prediction, DEFAULT_QUERY)!,
    ];
    if (step < steps) prediction = await ask(path);
  }
  const sides = [prediction, answer!.here].map((each) => ({
    model: each.model,
    source: each.reading.distribution(each, DEFAULT_QUERY)!,
  }));
  return { answer: answer!, prediction, rows: besideRows(sides[0]!, sides[1]!) };
}

Deno.test("besideAnswer() reads the first model's tokens where both have the same, and writes its own in step", async () => {
  const gru = serverModel("parcel-gru");
  const { answer, prediction, rows } = await beside(gru, 3);
  assert(answer.shared);
  const tokens = [...prediction.prompt.ids, ...prediction.generated.map(({ id }) => id)];
  const [row] = await gru.logits(tokens);
  const best = row!.indexOf(Math.max(...row!));
  assert(rows.some(({ second }) => second?.id === best && second.rank === 1));
  for (const { first: a, second: b } of rows) assertEquals(a?.id, b?.id);
  // Its own way is what it generates alone.
  let own = [...answer.own.prompt.ids];
  for (let step = 0; step < 3; step++) {
    const [logits] = await gru.logits(own);
    own = [...own, logits!.indexOf(Math.max(...logits!))];
  }
  assertEquals(answer.own.generated.map(({ id }) => id), own.slice(-3));
});

Deno.test("besideAnswer() reads the same text in its own tokens, aligned by bytes", async () => {
  const { answer, rows } = await beside(serverCounts(), 2);
  assert(!answer.shared);
  assertEquals(answer.own.generated.length, 2);
  const both = rows.filter(({ first: a, second: b }) => a && b);
  assert(both.length > 0);
  for (const { first: a, second: b } of both) assertEquals(a!.token.bytes, b!.token.bytes);
  const shown = rows.map(({ token }) => token.bytes.join());
  assertEquals(new Set(shown).size, shown.length);
});
