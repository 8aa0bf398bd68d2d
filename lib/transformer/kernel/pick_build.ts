/**
 * Which build of the kernel an engine can run.
 *
 * @module
 */

/** A build: with fused multiply-add, or without. */
export type KernelBuild = "relaxed" | "plain";

/** The name that people read. */
export const BUILD_NAMES: { readonly [Build in KernelBuild]: string } = {
  relaxed: "WASM relaxed SIMD",
  plain: "WASM SIMD",
};

/**
 * A module with one function of type () -> v128, on a shared memory.
 *
 * @param body The function's instructions.
 */
function probe(body: readonly number[]): Uint8Array<ArrayBuffer> {
  const code = [0, ...body, 0x0b];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[1, 5, 1, 0x60, 0, 1, 0x7b],
    ...[3, 2, 1, 0],
    ...[5, 4, 1, 3, 1, 1],
    ...[10, code.length + 2, 1, code.length, ...code],
  ]);
}

const ZERO = [0x41, 0, 0xfd, 17];
const RELAXED_MADD = [...ZERO, ...ZERO, ...ZERO, 0xfd, 0x85, 0x02];

/** The fastest build that runs here; null where neither does. */
export function pickKernelBuild(
  validate: (bytes: Uint8Array<ArrayBuffer>) => boolean = WebAssembly.validate,
): KernelBuild | null {
  if (validate(probe(RELAXED_MADD))) return "relaxed";
  return validate(probe(ZERO)) ? "plain" : null;
}
