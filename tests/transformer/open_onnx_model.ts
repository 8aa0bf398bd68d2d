import * as ort from "onnxruntime-web/wasm";
import { openSession } from "@/tests/models/onnx/run_graph.ts";
import { shippedFile } from "./shipped.ts";

/** The shipped ONNX file in onnxruntime's WASM build, one thread. */
export interface OnnxModel {
  /**
   * Runs tokens after those of earlier calls; logits of the last `kept` of them, all for 0.
   * The cache is passed from call to call.
   */
  run(tokens: readonly number[], kept: number): Promise<Float32Array>;
  /** Forgets all tokens. */
  forget(): void;
  close(): Promise<void>;
}

/** Opens the shipped ONNX file; layers, heads and their width from its config.json. */
export async function openOnnxModel(): Promise<OnnxModel> {
  const config = JSON.parse(new TextDecoder().decode(await shippedFile("config.json")));
  const session = await openSession(await shippedFile("onnx/model_q4.onnx"));
  const integers = (values: readonly number[], dims: readonly number[]) =>
    new ort.Tensor("int64", BigInt64Array.from(values, BigInt), dims);
  const empty = () => {
    const dims = [1, config.num_key_value_heads, 0, config.head_dim];
    const names = Array.from({ length: config.num_hidden_layers }, (_, i) => [`${i}.key`, `${i}.value`])
      .flat();
    return Object.fromEntries(
      names.map((name) => [`past_key_values.${name}`, new ort.Tensor("float32", new Float32Array(), dims)]),
    );
  };
  let past: Record<string, ort.Tensor> = empty();
  let length = 0;
  return {
    async run(tokens, kept) {
      const positions = tokens.map((_, i) => length + i);
      length += tokens.length;
      const { logits, ...present } = await session.run({
        input_ids: integers(tokens, [1, tokens.length]),
        attention_mask: integers(Array(length).fill(1), [1, length]),
        position_ids: integers(positions, [1, tokens.length]),
        num_logits_to_keep: integers([kept], []),
        ...past,
      });
      past = Object.fromEntries(
        Object.entries(present).map(([name, value]) => [name.replace("present", "past_key_values"), value]),
      );
      return logits!.data as Float32Array;
    },
    forget() {
      past = empty();
      length = 0;
    },
    close: () => session.release(),
  };
}
