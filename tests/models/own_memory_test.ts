/** This site's own engine lets go of a model's file once its weights are in the kernel's memory. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { assertEquals } from "@std/assert";
import "./web_runtime.ts";
import type { EngineOptions } from "@/lib/models/engine.ts";
import { createOwnEngine } from "@/lib/models/own/own_engine.ts";
import { tinyTokenizerConfig, tinyTokenizerJson } from "@/tests/fixtures/tiny_tokenizer.ts";
import { FAMILY_CASES } from "@/tests/transformer/family_cases.ts";
import { BUILDS, kernelOps } from "@/tests/transformer/kernel_ops.ts";
import { fakeSpec } from "./fake_spec.ts";
import { ownGraph } from "./own_graph.ts";

const CASE = FAMILY_CASES[0]!;

/** Options whose file of weights nothing else holds, and whether it is still held. */
function watched(): { readonly options: EngineOptions; readonly isHeld: () => boolean } {
  let file = new WeakRef<object>({});
  const small: Record<string, unknown> = {
    "config.json": CASE.config,
    "tokenizer.json": tinyTokenizerJson(),
    "tokenizer_config.json": tinyTokenizerConfig(64),
  };
  const get = (path: string) => {
    if (path in small) return Promise.resolve(new TextEncoder().encode(JSON.stringify(small[path])));
    if (!path.endsWith(".onnx")) return Promise.resolve(null);
    const bytes = ownGraph(CASE).slice();
    file = new WeakRef(bytes.buffer);
    return Promise.resolve(bytes);
  };
  const files = { get, forget: () => Promise.resolve() };
  const { signal } = new AbortController();
  const reference = { tokens: CASE.tokens, top: [], tolerance: 1 };
  const options = { spec: fakeSpec({ backend: "kernel", reference }), files, onProgress: () => {}, signal };
  return { options, isHeld: () => file.deref() !== undefined };
}

Deno.test("the file of the weights is let go before the model is warmed up", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const { options, isHeld } = watched();
  const held: boolean[] = [];
  const onProgress: EngineOptions["onProgress"] = ({ phase }) => {
    if (phase !== "warm_up") return;
    collect();
    held.push(isHeld());
  };
  const engine = await createOwnEngine({ ...options, onProgress }, () => kernelOps(BUILDS[0]!));
  assertEquals(held, [false]);
  await engine.dispose();
});
