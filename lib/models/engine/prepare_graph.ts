/**
 * What a session is made of: the graph's bytes and the files beside it, with low-bit weights expanded where
 * that is faster and fits.
 *
 * @module
 */
import type { EngineOptions } from "@/lib/models/engine.ts";
import { ModelError } from "@/lib/models/model_provider.ts";
import {
  expandWeights,
  type ExpansionPlan,
  externalizeLarge,
  planExpansion,
} from "@/lib/models/onnx/expand_weights.ts";
import {
  type ExternalLocation,
  type OnnxModel,
  readModel,
  writeModel,
} from "@/lib/models/onnx/onnx_graph.ts";

/** A file beside a graph, as onnxruntime's session options name it. */
export interface ExternalFile {
  readonly path: string;
  readonly data: Uint8Array<ArrayBuffer>;
}

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
  const graph = await requireFile(options, path);
  const model = await parse(graph, path, options);
  const external = await readExternalFiles(model, path, options);
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

/** What cannot be read may have arrived damaged where the host states no hash: its stored copy is dropped. */
async function parse(graph: Uint8Array, path: string, { files }: EngineOptions): Promise<OnnxModel> {
  try {
    return readModel(graph);
  } catch (error) {
    await files.forget(path);
    const message = `"${path}" cannot be read as an ONNX graph: it is damaged, or no model`;
    throw new ModelError("integrity", message, { cause: error });
  }
}

async function requireFile({ files }: EngineOptions, path: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await files.get(path);
  if (!bytes) throw new ModelError("not_found", `The repository has no file "${path}"`);
  return bytes;
}

async function readExternalFiles(
  model: OnnxModel,
  path: string,
  options: EngineOptions,
): Promise<ExternalFile[]> {
  const names = new Set(model.initializers.flatMap(({ external }) => external ? [external.location] : []));
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const files: ExternalFile[] = [];
  for (const name of names) files.push({ path: name, data: await requireFile(options, folder + name) });
  return files;
}

function externalBytes(files: readonly ExternalFile[], where: ExternalLocation): Uint8Array | null {
  const data = files.find(({ path }) => path === where.location)?.data;
  return data?.subarray(where.offset, where.length === null ? undefined : where.offset + where.length) ??
    null;
}

function notExpanded(bytes: number): string {
  const megabytes = Math.round(bytes / 1e6);
  return `Expanding the weights would take ${megabytes} MB, more than this device should give: they stay as they are, which is slower`;
}
