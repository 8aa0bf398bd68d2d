/** parcel-bert in transformers.js' own classes: the shipped folder is a model of the hub's layout like any other. */
import "@/tests/models/web_runtime.ts";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { env, pipeline } from "@huggingface/transformers";
import { softmax } from "@/lib/lm/distribution/softmax.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import { ROOT } from "@/lib/server/root.ts";
import { useRuntimeFiles } from "@/tests/models/onnx/run_graph.ts";

const TOLERANCE = 1e-3;
const SENTENCES = [
  "The package left the <|mask|> page.",
  "The package left the regional <|mask|>.",
  "Please <|mask|> the door when you leave.",
  "<|mask|> you very much for your help.",
];

Deno.test("transformers.js' pipeline guesses a hidden word as parcel-bert does here", async () => {
  useRuntimeFiles();
  Object.assign(env, { allowRemoteModels: false, useWasmCache: false, useFSCache: false });
  env.localModelPath = `${ROOT}/static/models/`;
  const model = serverModel("parcel-bert");
  const { name, revision } = model.id;
  const fill = await pipeline("fill-mask", `${name}/v${revision}`, {
    dtype: "q4",
    device: "auto",
    session_options: { executionProviders: ["wasm"] },
  });
  for (const sentence of SENTENCES) {
    // A hidden word brings the space in front of it along.
    const parts = sentence.split(/ ?<\|mask\|>/);
    const [before, after] = await Promise.all(parts.map((part) => model.encode(part)));
    const hidden = before!.length + 1;
    const tokens = [model.beginToken!, ...before!, model.beginToken!, ...after!];
    const probabilities = softmax(await model.fill(tokens, hidden));
    const guesses = [await fill(sentence, { top_k: 5 })].flat(2);
    assertEquals(guesses.length, 5);
    for (const { token, score } of guesses) {
      assertAlmostEquals(score, probabilities[token]!, TOLERANCE, `${sentence}: ${token}`);
    }
    assert(guesses[0]!.score >= Math.max(...probabilities) - TOLERANCE);
  }
});
