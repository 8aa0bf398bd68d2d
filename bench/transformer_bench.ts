/**
 * lib/transformer beside onnxruntime-web's WASM build, one thread each, on the same shipped weights.
 *
 *     deno bench -A bench/transformer_bench.ts
 *
 * "decode" is one token after 64 others, "prefill" 16 tokens from nothing. 1 s / decode is tokens per second.
 *
 * @module
 */
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import { createKvCache } from "@/lib/transformer/kv_cache.ts";
import { openOnnxModel } from "@/tests/transformer/open_onnx_model.ts";

const PROMPT = Array.from({ length: 64 }, (_, i) => 20 + i * 37 % 4000);
const PREFILL = PROMPT.slice(0, 16);
const { transformer } = serverModel("parcel-gpt");
const onnx = await openOnnxModel();
const cache = createKvCache(transformer.config);
transformer.forward(PROMPT, cache, 1);

Deno.bench("lib/transformer", { group: "decode", baseline: true }, () => {
  cache.length = PROMPT.length;
  transformer.forward([7], cache, 1);
});

Deno.bench("onnxruntime-web", { group: "decode", n: 100, warmup: 5 }, async (b) => {
  onnx.forget();
  await onnx.run(PROMPT, 1);
  b.start();
  await onnx.run([7], 1);
  b.end();
});

Deno.bench("lib/transformer", { group: "prefill", baseline: true }, () => {
  cache.length = 0;
  transformer.forward(PREFILL, cache, 1);
});

Deno.bench("onnxruntime-web", { group: "prefill", n: 100, warmup: 5 }, async () => {
  onnx.forget();
  await onnx.run(PREFILL, 1);
});
