/**
 * What a session is made of: the graph's bytes and the files beside it, with low-bit weights expanded where
 * that is faster and fits.
 *
 * @module
 */
import type { EngineOptions } from "@/lib/models/engine.ts";
import { externalBytes, type ExternalFile, openGraph } from "@/lib/models/engine/open_graph.ts";
import { ModelError } from "@/lib/models/model_provider.ts";
import {
  expandWeights,
  type ExpansionPlan,
  externalizeLarge,
  planExpansion,
} from "@/lib/models/onnx/expand_weights.ts";
import { writeModel } from "@/lib/models/onnx/onnx_graph.ts";

/** A graph ready for a session. */
export interface PreparedGraph {
  readonly graph: Uint8Array<ArrayBuffer>;
  readonly external: readonly ExternalFile[];
  readonly expanded: boolean;
  readonly expandedBytes: number;
  readonly expandableBytes: number;
  readonly notices: readonly string[];
}

/** Names under which a rewritten graph finds its weights; no repository's file is called so. */
const EXPANDED_FILE = "expanded_weights";
const ORIGINAL_FILE = "original_model";
/** Milliseconds of work between two looks at the cancel signal. */
const PAUSE_AFTER = 50;

/**
 * Reads the model's graph, the files it refers to, and expands its weights if the device, the request and the
 * budget allow it.
 *
 * @param path The graph's file, `onnx/model_q4.onnx`.
 * @param pause Lets messages in.
 * @throws {ModelError} `not_found`, `integrity`, `aborted`.
 */
export async function prepareGraph(
  path: string,
  options: EngineOptions,
  pause: () => Promise<void>,
): Promise<PreparedGraph> {
  const { graph, model, external } = await openGraph(path, options);
  const asIs = { graph, external, expanded: false, expandedBytes: 0, expandableBytes: 0, notices: [] };
  if (options.spec.backend !== "wasm") return asIs;
  const plan = planExpansion(model, EXPANDED_FILE, (where) => externalBytes(external, where));
  const left = { ...asIs, expandableBytes: plan.bytes };
  if (plan.bytes === 0 || options.spec.expand === "never") return left;
  if (plan.bytes > options.spec.expandBudget) return { ...left, notices: [notExpanded(plan.bytes)] };
  const data = await tryExpand(plan, options, pause);
  if (!data) return { ...left, notices: [notExpanded(plan.bytes)] };
  return {
    graph: writeModel(externalizeLarge(plan.model, graph, ORIGINAL_FILE)),
    external: [...external, { path: EXPANDED_FILE, data }, { path: ORIGINAL_FILE, data: graph }],
    expanded: true,
    expandedBytes: plan.bytes,
    expandableBytes: plan.bytes,
    notices: [],
  };
}

/** Null where the memory cannot be had. */
async function tryExpand(
  plan: ExpansionPlan,
  { onProgress, signal }: EngineOptions,
  pause: () => Promise<void>,
): Promise<Uint8Array<ArrayBuffer> | null> {
  let pausedAt = performance.now();
  const report = async (loadedBytes: number) => {
    if (performance.now() - pausedAt < PAUSE_AFTER) return;
    onProgress({ phase: "expand", loadedBytes, totalBytes: plan.bytes, cached: false });
    await pause();
    if (signal.aborted) throw new ModelError("aborted", "The load was canceled");
    pausedAt = performance.now();
  };
  try {
    return await expandWeights(plan, report);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function notExpanded(bytes: number): string {
  const megabytes = Math.round(bytes / 1e6);
  return `Expanding the weights would take ${megabytes} MB, more than this device should give: they stay as they are, which is slower`;
}
