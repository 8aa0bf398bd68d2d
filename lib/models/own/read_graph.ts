/**
 * A hub's configuration and ONNX graph as the weights of this project's forward pass.
 *
 * @module
 */
import { type HubConfig, readHubConfig } from "@/lib/transformer/hub_config.ts";
import { gatherWeights } from "@/lib/transformer/weights/weight_source.ts";
import type { TransformerWeights } from "@/lib/transformer/weights/weights.ts";
import type { OnnxModel } from "@/lib/models/onnx/onnx_graph.ts";
import type { ReadExternal } from "@/lib/models/onnx/quantized_weight.ts";
import { checkGraph } from "@/lib/models/own/check_graph.ts";
import { onnxWeights } from "@/lib/models/own/onnx_weights.ts";

/**
 * Reads both. The weights' integers are views of the graph's own bytes.
 *
 * @throws {UnknownModelError} If either is not of the family, with the reason.
 */
export function readGraph(hub: HubConfig, graph: OnnxModel, readExternal: ReadExternal): TransformerWeights {
  const model = readHubConfig(hub);
  const weights = onnxWeights(graph, model.config.width, readExternal);
  checkGraph(graph, model.config, weights.rest, readExternal);
  return gatherWeights(model, weights);
}
