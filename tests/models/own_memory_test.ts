/** This site's own engine lets go of a model's file once its weights are in the kernel's memory. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { assertEquals } from "@std/assert";
import "./web_runtime.ts";
import type { EngineOptions } from "@/lib/models/engine.ts";
import { createOwnEngine } from "@/lib/models/own/own_engine.ts";
import { tinyTokenizerConfig, tinyTokenizerJson } from "@/tests/fixtures/tiny_tokenizer.ts";
import { FAMILY_CASES, type FamilyCase } from "@/tests/transformer/family_cases.ts";
import { BUILDS, kernelOps } from "@/tests/transformer/kernel_ops.ts";
import { safetensorsFile } from "@/tests/transformer/safetensors_case.ts";
import { fakeSpec } from "./fake_spec.ts";
import { ownGraph } from "./own_graph.ts";

/** Options whose file of weights nothing else holds, and whether it is still held. */
function watched(
  one: FamilyCase,
  dtype: string,
): { readonly options: EngineOptions; readonly isHeld: () => boolean } {
  let file = new WeakRef<object>({});
  const small: Record<string, unknown> = {
    "config.json": one.config,
    "tokenizer.json": tinyTokenizerJson(),
    "tokenizer_config.json": tinyTokenizerConfig(64),
  };
  const get = (path: string) => {
    if (path in small) return Promise.resolve(new TextEncoder().encode(JSON.stringify(small[path])));
    if (!/\.(?:onnx|safetensors)$/.test(path)) return Promise.resolve(null);
    const bytes = dtype === "q4" ? ownGraph(one).slice() : safetensorsFile(one);
    file = new WeakRef(bytes.buffer);
    return Promise.resolve(bytes);
  };
  const files = { get, forget: () => Promise.resolve() };
  const { signal } = new AbortController();
  const reference = { tokens: one.tokens, top: [], tolerance: 1 };
  const spec = fakeSpec({ backend: "kernel", dtype, reference });
  const options = { spec, files, onProgress: () => {}, signal };
  return { options, isHeld: () => file.deref() !== undefined };
}

const STORED = FAMILY_CASES.filter(({ block }) => block === 0);

for (
  const [one, dtype] of [
    [FAMILY_CASES[0]!, "q4"],
    ...STORED.map((one) => [one, "safetensors"] as const),
  ] as const
) {
  Deno.test(`${one.name}, ${dtype}: the file of the weights is let go before the model is warmed up`, async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const { options, isHeld } = watched(one, dtype);
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
}
