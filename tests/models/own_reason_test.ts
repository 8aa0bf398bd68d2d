/** A model that this site's own engine does not compute runs on onnxruntime, and the panel of models says why. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { render } from "preact-render-to-string";
import { h } from "preact";
import "./web_runtime.ts";
import type { EngineOptions } from "@/lib/models/engine.ts";
import { createEngine } from "@/lib/models/worker/create_engine.ts";
import { PLAIN_OPS } from "@/lib/transformer/plain_ops.ts";
import { ModelList, type ModelListProps } from "@/lib/ui/predictor/model_list.tsx";
import { writeOnnx } from "@/tests/fixtures/onnx_writer.ts";
import { tinyGraph } from "@/tests/fixtures/tiny_graph.ts";
import { tinyConfig } from "@/tests/fixtures/tiny_repositories.ts";
import { tinyTokenizerConfig, tinyTokenizerJson } from "@/tests/fixtures/tiny_tokenizer.ts";
import { TINY_SHAPE, tinyWeights } from "@/tests/fixtures/tiny_weights.ts";
import { createFakeEngine } from "./fake_engine.ts";
import { fakeSpec } from "./fake_spec.ts";

const signal = new AbortController().signal;
const quantization = { bits: 4, blockSize: 32, zeroPoints: false } as const;

/** A repository whose graph has names of its own. */
function optionsFor(config: object): EngineOptions {
  const contents: Record<string, unknown> = {
    "config.json": config,
    "tokenizer.json": tinyTokenizerJson(),
    "tokenizer_config.json": tinyTokenizerConfig(TINY_SHAPE.context),
    "onnx/model_q4.onnx": writeOnnx(tinyGraph(tinyWeights(), { quantization, logitsToKeep: true })).model,
  };
  const get = (path: string) => {
    const content = contents[path];
    if (content === undefined) return Promise.resolve(null);
    const bytes = content instanceof Uint8Array ? content : new TextEncoder().encode(JSON.stringify(content));
    return Promise.resolve(bytes as Uint8Array<ArrayBuffer>);
  };
  const files = { get, forget: () => Promise.resolve() };
  return { spec: fakeSpec({ backend: "kernel" }), files, onProgress: () => {}, signal };
}

const CASES = {
  "a graph of other names": [tinyConfig(), "its graph has a product of no known name"],
  "a configuration with another scaling": [
    { ...tinyConfig(), rope_scaling: { rope_type: "longrope", factor: 2 } },
    "its rotary embedding is {",
  ],
} as const;

for (const [what, [config, reason]] of Object.entries(CASES)) {
  Deno.test(`${what} goes to onnxruntime, and the panel shows why`, async () => {
    const startOps = () => Promise.resolve(PLAIN_OPS);
    const engine = await createEngine(
      optionsFor(config),
      startOps,
      (options) => createFakeEngine(options, {}),
    );
    const { backend, notices } = engine.facts.report;
    assertEquals(backend, "wasm");
    const notice = notices.find((each) =>
      each.startsWith("This site's own engine does not compute this model")
    );
    assert(notice !== undefined, notices.join());
    assertStringIncludes(notice, reason);
    assertStringIncludes(notice, "onnxruntime does");
    const current = { title: "a/b", details: [], notes: notices };
    assertStringIncludes(panelWith(current), "own engine does not compute this model");
  });
}

/** The panel of models, as it is drawn. */
function panelWith(current: ModelListProps["current"]): string {
  const props = {
    current,
    offers: [],
    notHeld: [],
    device: "",
    busy: false,
    storage: null,
    custom: { name: "", revision: "", dtype: "", device: "" },
  } as unknown as ModelListProps;
  return render(h(ModelList, props));
}
