import { assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
import type { Scoring } from "@/islands/score/use_score.ts";
import { useStudy } from "@/islands/score/use_study.ts";
import { initialState } from "@/lib/experiment/codec.ts";
import { SCORE_FIELDS } from "@/lib/experiment/fields/score_fields.ts";
import type { ScoreAnswers } from "@/lib/labs/score/protocol.ts";
import type { MeasuredWords } from "@/lib/labs/score/words/measure_words.ts";
import { heldPort, until } from "@/tests/fixtures/held.ts";
import { mountedHook } from "@/tests/fixtures/mounted.ts";

Deno.test("useStudy() shows the last sentences' words, not those, nor the progress or failure, of the ones before", async () => {
  const port = heldPort<Parameters<Scoring["ask"]>, ScoreAnswers>();
  const scoring = { ask: port.ask, models: { isMissing: () => false } } as unknown as Scoring;
  const query = signal({ ...initialState(SCORE_FIELDS), text: "first", study: true });
  using hook = mountedHook(() => useStudy(query, scoring));
  const words = (source: string) => ({ words: { source } as unknown as MeasuredWords });
  const shown = () => {
    const { results, done, problem } = hook.current.value;
    return [results.map(({ source }) => source), done, problem];
  };
  await until(() => port.asked.length === 1);
  query.value = { ...query.value, text: "second" };
  await until(() => port.asked.length === 2);
  query.value = { ...query.value, text: "third" };
  await until(() => port.asked.length === 3);
  assertEquals(port.asked.map(({ question }) => "text" in question[0] && question[0].text), [
    "first",
    "second",
    "third",
  ]);
  port.asked[2]!.question[1]?.onProgress?.(0.5);
  assertEquals(shown(), [[], 0.5, null]);
  port.asked[0]!.question[1]?.onProgress?.(0.9);
  await port.asked[0]!.answer(words("late"));
  await port.asked[1]!.fail("late");
  assertEquals(shown(), [[], 0.5, null]);
  await port.asked[2]!.answer(words("of the third"));
  assertEquals(shown(), [["of the third"], null, null]);
});

Deno.test("useStudy() asks each named model once, and its progress is that of all of them", async () => {
  const port = heldPort<Parameters<Scoring["ask"]>, ScoreAnswers>();
  const scoring = { ask: port.ask, models: { isMissing: () => false } } as unknown as Scoring;
  const query = signal({
    ...initialState(SCORE_FIELDS),
    study: true,
    model: "parcel-gpt",
    study_models: ["parcel-gpt", "counts"] as const,
  });
  using hook = mountedHook(() => useStudy(query, scoring));
  await until(() => port.asked.length === 1);
  assertEquals([port.asked.length, port.asked[0]!.question[1]?.model], [1, undefined]);
  await port.asked[0]!.answer({});
  port.asked[1]!.question[1]?.onProgress?.(0.5);
  assertEquals([port.asked[1]!.question[1]?.model, hook.current.value.done], ["counts", 0.75]);
});
