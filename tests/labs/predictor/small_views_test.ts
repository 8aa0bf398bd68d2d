/** Small parts of the predictor's page: the context's end, conditions in words, ways that were left, problems. */
import { assertEquals } from "@std/assert";
import { DEFAULT_QUERY } from "@/lib/experiment/fields/predictor_fields.ts";
import type { PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import type { Prediction } from "@/lib/labs/predictor/answer.ts";
import { contextEnd, contextSettings } from "@/lib/labs/predictor/context_end.ts";
import { computeProblem, isAbort, loadProblem, tooLongProblem } from "@/lib/labs/predictor/problem.ts";
import { encodePrompt, originOf } from "@/lib/labs/predictor/prompt.ts";
import { branchViews } from "@/lib/labs/predictor/page.ts";
import { describeStops } from "@/lib/labs/predictor/views/describe_stops.ts";
import { distributionView } from "@/lib/labs/predictor/views/distribution_view.ts";
import { layerGuesses } from "@/lib/labs/predictor/views/layer_guesses.ts";
import { distribution, rawDistribution } from "@/lib/lm/sampler/distribution.ts";
import { ModelError } from "@/lib/models/model_provider.ts";
import { fakeModel } from "@/tests/lm/fake_model.ts";

Deno.test("a context is what the query and the model hold, with room for two where something is dropped", () => {
  const of = (
    context_limit: number | null,
    context_policy: PredictorQuery["context_policy"],
    contextLength = 9,
  ) => contextSettings({ contextLength }, { context_limit, context_policy });
  assertEquals(of(null, "reject"), { contextLimit: 9, contextPolicy: "reject" });
  assertEquals([of(5, "reject").contextLimit, of(12, "reject").contextLimit, of(1, "reject").contextLimit], [
    5,
    9,
    1,
  ]);
  assertEquals([of(1, "truncate_start").contextLimit, of(3, "truncate_start").contextLimit], [2, 3]);
  assertEquals(of(null, "truncate_start", Infinity).contextLimit, Infinity);
  assertEquals(of(4, "summarize"), { contextLimit: 4, contextPolicy: "reject" });
});

Deno.test("a context is full one token past its limit where it rejects, and drops at its limit where it slides", () => {
  const end = (length: number, contextPolicy: PredictorQuery["context_policy"]) => {
    const tokens = Array.from({ length }, (_, i) => i);
    const { full, context, dropped } = contextEnd(tokens, { contextLimit: 4, contextPolicy });
    return [full, context.length, dropped.length];
  };
  assertEquals([end(4, "reject"), end(5, "reject")], [[false, 4, 0], [true, 5, 0]]);
  assertEquals(end(3, "truncate_start"), [false, 3, 0]);
  const [full, held, ranges] = end(4, "truncate_start");
  assertEquals([full, Number(held) < 4, ranges], [false, true, 1]);
});

Deno.test("what a generation stops at is said in the order of its conditions", () => {
  const said = (patch: Partial<PredictorQuery>) => describeStops({ ...DEFAULT_QUERY, ...patch });
  assertEquals(said({ max_tokens: 1 }), "the end token, 1 token, a full context");
  assertEquals(
    said({ max_tokens: 1200, stop_at_end: false, context_policy: "truncate_start" }),
    "1,200 tokens",
  );
  assertEquals(
    said({ max_tokens: 2, stop: ["a\n"], blocked: ["b"] }),
    "the end token, 2 tokens, “a\\n”, blocked “b”, a full context",
  );
});

const LETTERS = fakeModel({ tokens: ["<s>", ..."abcdefghijklmnopqrst"], beginToken: 0 });

Deno.test("a way that was left has three tokens of what it shares, and twelve of its own", () => {
  const prediction = { model: LETTERS, prompt: { ids: [0, 1, 2] } } as unknown as Prediction;
  const view = (path: number[], shown: number[]) => {
    const [made] = branchViews(prediction, { path: shown, branches: [path] });
    return made && [made.shared.map(({ id }) => id), made.own.map(({ id }) => id), made.more];
  };
  assertEquals(view([5, 6, 7], [5, 8]), [[1, 2, 5], [6, 7], 0]);
  assertEquals(view([5], [6]), [[1, 2], [5], 0]);
  assertEquals(view([5, 6], [5, 6, 7]), [[2, 5, 6], [], 0]);
  const long = (length: number) => Array.from({ length }, (_, i) => 1 + i % 20);
  assertEquals([view(long(12), [9])![2], view(long(13), [9])![2], view(long(13), [1])![2]], [0, 1, 0]);
  assertEquals((view(long(13), [9])![1] as number[]).length, 12);
  assertEquals([view([21], []), view([20], [])![1]], [undefined, [20]]);
});

Deno.test("a prompt's tokens come from the begin token, the text or the template around it", async () => {
  const origins = async (text: string, chat: boolean, encodeChat?: (text: string) => number[]) => {
    const model = fakeModel({
      tokens: ["<s>", "a", "b", "ab"],
      beginToken: 0,
      ...(encodeChat && { encodeChat }),
    });
    const prompt = await encodePrompt(model, text, chat);
    return [prompt.templateMissing, prompt.ids.map((_, i) => originOf(prompt, i)).join(" ")];
  };
  assertEquals(await origins("ba", false), [false, "begin text text"]);
  assertEquals(await origins("ba", true), [true, "begin text text"]);
  const template = (...ids: number[]) => () => ids;
  assertEquals(await origins("ba", true, template(0, 1, 2, 1, 1)), [
    false,
    "template template text text template",
  ]);
  // The text's first token was joined with the template's own; the longest run that is left counts.
  assertEquals(await origins("bba", true, template(0, 3, 2, 1)), [false, "template template text text"]);
  assertEquals(await origins("aba", true, template(0, 3, 2, 2)), [false, "template text template template"]);
  assertEquals(await origins("ba", true, template(0, 3)), [false, "template template"]);
});

Deno.test("up to two tokens at the ends of a text may be joined with the template; of three no range is told", async () => {
  const range = async (text: string, ...ids: number[]) => {
    const model = fakeModel({ tokens: ["<s>", "a", "b", "c", "d", "e"], encodeChat: () => ids });
    return (await encodePrompt(model, text, true)).textRange;
  };
  assertEquals(await range("abcde", 0, 3, 4, 5, 0), [1, 4]);
  assertEquals(await range("abcde", 0, 2, 3, 4, 0), [1, 4]);
  assertEquals(await range("abcde", 0, 4, 5, 0), [4, 4]);
  assertEquals([await range("ab", 0, 0, 0), await range("", 0, 0)], [[3, 3], [2, 2]]);
});

Deno.test("a stage's small plot has the twelve likeliest rows, each with what the stage leaves of it", () => {
  const logits = Array.from({ length: 14 }, (_, id) => Math.log(14 - id));
  const source = distribution(rawDistribution(logits), { top: 14 });
  const vocabulary = fakeModel({ tokens: [..."abcdefghijklmn"] }).vocabulary;
  const view = distributionView(source, vocabulary);
  assertEquals([view.vocabularySize, view.rows.length], [14, 14]);
  for (const { bars } of view.stages) assertEquals([bars.length, Math.round(bars[11]! * 105)], [12, 3]);
  const guesses = layerGuesses(
    [[{ id: 1, probability: 0.5 }]],
    fakeModel({ tokens: ["a", " b "] }).vocabulary,
  );
  assertEquals(guesses, [[{ text: "“b”", probability: 0.5 }]]);
});

Deno.test("a failure is a missing part, no connection, or what it says, each with its own act", () => {
  const part = new TypeError("Failed to fetch dynamically imported module: x");
  assertEquals([loadProblem(part).action, computeProblem(part).action], ["reload", "reload"]);
  const away = new TypeError("Failed to fetch");
  assertEquals([loadProblem(away).action, computeProblem(away).message.split(",")[0]], [
    "retry_load",
    "There is no connection",
  ]);
  // The same words in an error of another kind say nothing of the network.
  assertEquals(computeProblem(new Error("Failed to fetch")).message, "Failed to fetch");
  assertEquals(computeProblem(new TypeError("x is undefined")).message, "x is undefined");
  assertEquals(loadProblem(new ModelError("quota", "full")).action, "clear_storage");
  assertEquals(loadProblem(new ModelError("no_webgpu", "none")).action, "use_wasm");
  assertEquals([loadProblem("odd").message, loadProblem("odd").action], ["odd", "retry_load"]);
  assertEquals(tooLongProblem(7, 5).action, "drop_start");
});

Deno.test("an abort is known by its name or its code, and nothing else is one", () => {
  const errors = [
    new DOMException("x", "AbortError"),
    new ModelError("aborted", "x"),
    new DOMException("x", "TimeoutError"),
    new ModelError("quota", "x"),
    Object.assign(new Error("x"), { name: "AbortError", code: "aborted" }),
  ];
  assertEquals(errors.map(isAbort), [true, true, false, false, false]);
});
