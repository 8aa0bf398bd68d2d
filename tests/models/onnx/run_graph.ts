import * as ort from "onnxruntime-web/wasm";
import { bytesOf } from "@/tests/fixtures/graph_builder.ts";
import { ELEMENT, type GraphNode, type Initializer, writeOnnx } from "@/tests/fixtures/onnx_writer.ts";

const RUNTIME = new URL("../../../node_modules/onnxruntime-web/dist/", import.meta.url);

/** A file beside a graph. */
export interface SideFile {
  readonly path: string;
  readonly data: Uint8Array;
}

/** Runs a graph from `x` to `y` in onnxruntime's WASM build. */
export async function runGraph(
  model: Uint8Array,
  x: Float32Array,
  dims: readonly number[],
  external: readonly SideFile[] = [],
): Promise<Float32Array> {
  const session = await openSession(model, external);
  try {
    const { y } = await session.run({ x: new ort.Tensor("float32", x, dims) });
    return Float32Array.from(y!.data as Float32Array);
  } finally {
    await session.release();
  }
}

/** Tells onnxruntime where its own files are, and to use one thread. */
export function useRuntimeFiles(): void {
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = {
    mjs: new URL("ort-wasm-simd-threaded.mjs", RUNTIME).href,
    wasm: new URL("ort-wasm-simd-threaded.wasm", RUNTIME).href,
  };
}

// The runtime starts before any test, with a file that is none: the message port that it keeps is no test's then.
useRuntimeFiles();
await ort.InferenceSession.create(new Uint8Array(1), { executionProviders: ["wasm"] }).catch(() => {});

/** Opens a session, with the runtime from the package's own folder. */
export function openSession(
  model: Uint8Array,
  external: readonly SideFile[] = [],
): Promise<ort.InferenceSession> {
  return ort.InferenceSession.create(model, { executionProviders: ["wasm"], externalData: [...external] });
}

/** A float32 constant. */
export function floats(name: string, dims: readonly number[], values: ArrayLike<number>): Initializer {
  return { name, element: ELEMENT.float, dims, bytes: bytesOf(Float32Array.from(values)) };
}

/** An int64 constant: a list. */
export function integers(name: string, values: readonly number[]): Initializer {
  return {
    name,
    element: ELEMENT.int64,
    dims: [values.length],
    bytes: bytesOf(BigInt64Array.from(values, BigInt)),
  };
}

/** A constant of bytes. */
export function bytes(name: string, dims: readonly number[], values: Uint8Array): Initializer {
  return { name, element: ELEMENT.uint8, dims, bytes: values };
}

/** A model with the float32 input `x` and the float32 output `y`. */
export function writeGraph(
  nodes: readonly GraphNode[],
  initializers: readonly Initializer[],
  depth: number,
  columns: number,
  externalName?: string,
): { model: Uint8Array; data: Uint8Array | null } {
  const value = (name: string, last: number) => ({ name, element: ELEMENT.float, dims: [1, "rows", last] });
  return writeOnnx(
    { nodes, initializers, inputs: [value("x", depth)], outputs: [value("y", columns)] },
    externalName,
  );
}
