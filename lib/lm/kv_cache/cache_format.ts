/**
 * How the elements of a cache are stored.
 *
 * @module
 */

/** The storage types, by their names in the API. */
export const CACHE_DTYPES = ["fp32", "fp16", "bf16", "fp8", "int8", "int4"] as const;

/** One of {@linkcode CACHE_DTYPES}. */
export type CacheDtype = typeof CACHE_DTYPES[number];

/** Bytes of one element, scales not counted. */
const ELEMENT_BYTES: Readonly<Record<CacheDtype, number>> = {
  fp32: 4,
  fp16: 2,
  bf16: 2,
  fp8: 1,
  int8: 1,
  int4: 0.5,
};

/** Elements of int8 and int4 that share a scale, by default. */
export const DEFAULT_GROUP_SIZE = 32;

/** Bytes of a scale: one fp16 number. */
const SCALE_BYTES = 2;

/** How one kind of element is stored. */
export interface ElementFormat {
  readonly name: string;
  /** Bytes of an element; 0.5 for two in a byte. */
  readonly bytes: number;
  /** Elements that share a scale of {@linkcode SCALE_BYTES}; 0 for no scales. */
  readonly groupSize: number;
}

/** How a cache is stored. */
export interface CacheFormat {
  readonly key: ElementFormat;
  readonly value: ElementFormat;
  /** Of states that do not grow: most engines keep them in fp32. */
  readonly state: ElementFormat;
}

/**
 * A storage type's format. Integers have a scale for each group of elements of a vector; fp8 has one for a whole
 * tensor, which no token adds to.
 */
export function elementFormat(dtype: CacheDtype, groupSize = DEFAULT_GROUP_SIZE): ElementFormat {
  const scaled = dtype === "int8" || dtype === "int4";
  return { name: dtype, bytes: ELEMENT_BYTES[dtype], groupSize: scaled ? groupSize : 0 };
}

/** A format of `bytes` bytes an element, without scales. */
export function plainFormat(bytes: number): ElementFormat {
  return { name: `${bytes}-byte elements`, bytes, groupSize: 0 };
}

/** Bytes of a vector: its elements, rounded up to whole bytes, and a scale for each group. */
export function vectorBytes({ bytes, groupSize }: ElementFormat, size: number): number {
  const scales = groupSize > 0 ? Math.ceil(size / groupSize) * SCALE_BYTES : 0;
  return Math.ceil(size * bytes) + scales;
}
