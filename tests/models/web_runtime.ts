/**
 * Gives transformers.js the web build of onnxruntime, which the library looks for under this symbol before it looks
 * for the native one. Import it before anything that imports the library.
 *
 * @module
 */
import * as ort from "onnxruntime-web/wasm";

/** The library hands over the path of a graph; the web build would fetch it, which needs an address. */
const create = async (graph: string | Uint8Array, options?: ort.InferenceSession.SessionOptions) =>
  await ort.InferenceSession.create(typeof graph === "string" ? await Deno.readFile(graph) : graph, options);

const InferenceSession = { ...ort.InferenceSession, create };
Object.assign(globalThis, { [Symbol.for("onnxruntime")]: { ...ort, InferenceSession } });
