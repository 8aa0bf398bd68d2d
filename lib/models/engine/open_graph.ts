/**
 * A model's graph as it is stored, with the files that it refers to.
 *
 * @module
 */
import type { EngineOptions } from "@/lib/models/engine.ts";
import { ModelError } from "@/lib/models/model_provider.ts";
import { type ExternalLocation, type OnnxModel, readModel } from "@/lib/models/onnx/onnx_graph.ts";

/** A file beside a graph, as onnxruntime's session options name it. */
export interface ExternalFile {
  readonly path: string;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** A graph that was read. */
interface OpenGraph {
  readonly graph: Uint8Array<ArrayBuffer>;
  readonly model: OnnxModel;
  readonly external: readonly ExternalFile[];
}

/**
 * Reads a graph and the files beside it.
 *
 * @param path The graph's file, `onnx/model_q4.onnx`.
 * @throws {ModelError} `not_found`, `integrity`, `aborted`.
 */
export async function openGraph(path: string, options: EngineOptions): Promise<OpenGraph> {
  const graph = await requireFile(options, path);
  const model = await parse(graph, path, options);
  return { graph, model, external: await readExternalFiles(model, path, options) };
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

/** Bytes of a tensor in one of the files; null where there is no such file. */
export function externalBytes(files: readonly ExternalFile[], where: ExternalLocation): Uint8Array | null {
  const data = files.find(({ path }) => path === where.location)?.data;
  return data?.subarray(where.offset, where.length === null ? undefined : where.offset + where.length) ??
    null;
}
