/**
 * Gives transformers.js the web build of onnxruntime, which the library looks for under this symbol before it looks
 * for the native one. Import it before anything that imports the library.
 *
 * @module
 */
import * as ort from "onnxruntime-web/wasm";

Object.assign(globalThis, { [Symbol.for("onnxruntime")]: ort });
