/** Bytes that the first training loads, compressed: the worker, tfjs with its WASM and CPU backends, and their WebAssembly. A test holds it to the build. */
export const TFJS_BYTES = 230_000;
