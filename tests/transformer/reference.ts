import type { TransformerConfig } from "@/lib/transformer/config.ts";

/** Vectors that PyTorch made; models/training/reference.py says how. */
export interface Reference {
  readonly origin: string;
  readonly config: TransformerConfig;
  readonly tokens: number;
  readonly rms_norm: { readonly weight: number[]; readonly x: number[]; readonly out: number[] };
  readonly rotary: { readonly x: number[]; readonly out: number[] };
  readonly attention: {
    readonly query: number[];
    readonly key: number[];
    readonly value: number[];
    readonly out: number[];
  };
  readonly feed_forward: {
    readonly gate: number[];
    readonly up: number[];
    readonly down: number[];
    readonly x: number[];
    readonly out: number[];
  };
  readonly four_bits: {
    readonly weight: number[];
    readonly whole: number[];
    readonly scale: number[];
    readonly out: number[];
  };
  readonly model: { readonly file: string; readonly tokens: number[]; readonly logits: number[] };
}

/** The stored vectors. */
export const reference: Reference = JSON.parse(
  Deno.readTextFileSync(new URL("../reference/transformer.json", import.meta.url)),
);

/** The small model's file. */
export function modelFile(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(reference.model.file), (character) => character.charCodeAt(0));
}

/** The largest difference between two rows of numbers. */
export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) throw new RangeError(`${actual.length} against ${expected.length}`);
  let largest = 0;
  for (let i = 0; i < actual.length; i++) {
    largest = Math.max(largest, Math.abs(actual[i]! - expected[i]!));
  }
  return largest;
}
