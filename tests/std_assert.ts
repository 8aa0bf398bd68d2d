/** The assertions of deno-std, with the types that the package lacks. */
// @ts-types="./std_assert.d.ts"
export * from "deno-std/assert/mod.js";
