/**
 * The calculation of a cache's memory, written out.
 *
 * @module
 */
import { type CacheFormat, type ElementFormat, vectorBytes } from "@/lib/lm/kv_cache/cache_format.ts";
import type { CacheLayers } from "@/lib/lm/kv_cache/cache_layers.ts";
import {
  type CacheMemory,
  type CacheUse,
  GB,
  GIB,
  type LayerMemory,
} from "@/lib/lm/kv_cache/cache_memory.ts";

// Made once: a format takes longer to make than a whole answer to compute.
const FIGURE = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 6 });
const COUNT = new Intl.NumberFormat("en-US", { maximumFractionDigits: 3 });

/** One line a step: from a vector's bytes to the total in GiB and GB. */
export function cacheArithmetic(memory: CacheMemory, use: CacheUse): string[] {
  const kept = memory.layers.filter(({ layers: { kind } }) => kind !== "no_cache");
  const lines = kept.flatMap((layer) => layerLines(layer, use));
  const parts = kept.map(({ lowerBytes }) => lowerBytes).filter((bytes) => bytes > 0);
  if (parts.length > 1) lines.push(`total: ${parts.map(count).join(" + ")} = ${bytes(memory.lowerBytes)}`);
  lines.push(`${unitsLine("", memory.lowerBytes)}`);
  if (memory.upperBytes !== memory.lowerBytes) lines.push(...upperLines(memory, use));
  return lines;
}

function layerLines(
  { layers, bytesPerToken, stateBytes, lowerTokens, lowerBytes }: LayerMemory,
  use: CacheUse,
) {
  const name = `${layers.count} × ${layers.kind}`;
  const perLayer = bytesPerToken > 0 ? bytesPerToken : stateBytes;
  const unit = bytesPerToken > 0 ? "a token and layer" : "a sequence and layer";
  const first = `${name}: ${vectors(layers, use.format)} = ${bytes(perLayer)} ${unit}`;
  if (layers.kind === "sparse_index") return [`${first}, in the upper bound only`];
  const factors = bytesPerToken > 0
    ? `${count(layers.count)} layers × ${bytes(bytesPerToken)} × ${tokensKept(layers, lowerTokens, use)}`
    : `${count(layers.count)} layers × ${bytes(stateBytes)}`;
  return [first, `${factors} × ${plural(use.batch, "sequence")} = ${bytes(lowerBytes)}`];
}

function tokensKept(layers: CacheLayers, kept: number, { tokens }: CacheUse): string {
  if (layers.kind !== "sliding_attention" || layers.window === null) return plural(kept, "token");
  return `min(${count(tokens)}, window ${count(layers.window)}) = ${plural(kept, "token")}`;
}

/** The vectors of one token, or of one sequence, in one layer. */
function vectors(layers: CacheLayers, { key, value, state }: CacheFormat): string {
  switch (layers.kind) {
    case "full_attention":
    case "sliding_attention": {
      const pair = `${vector(key, layers.keySize)} of key + ${vector(value, layers.valueSize)} of value`;
      return `${plural(layers.kvHeads, "KV head")} × (${pair})`;
    }
    case "latent_attention":
      return `${vector(key, layers.latentSize)} of latent + ${vector(key, layers.ropeSize)} of position key`;
    case "sparse_index":
      return `${vector(key, layers.keySize)} of index key`;
    case "no_cache":
      return "nothing";
    default: {
      const convolution = layers.convolutionSize > 0
        ? ` + ${vector(state, layers.convolutionSize)} of convolution`
        : "";
      return `${vector(state, layers.stateSize)} of state${convolution}`;
    }
  }
}

function vector(format: ElementFormat, size: number): string {
  const elements = `${count(size)} × ${format.bytes} B`;
  if (format.groupSize === 0 || size === 0) return elements;
  const scales = vectorBytes(format, size) - Math.ceil(size * format.bytes);
  return `(${elements} + ${count(scales)} B of scales)`;
}

function upperLines({ upperBytes }: CacheMemory, { tokens, blockSize }: CacheUse): string[] {
  const blocks = Math.ceil(tokens / blockSize);
  const kept = blockSize === 1
    ? plural(tokens, "token")
    : `${plural(blocks, "block")} × ${count(blockSize)} = ${plural(blocks * blockSize, "token")}`;
  return [
    `upper bound, the full length in every attention layer: ${kept} a sequence`,
    unitsLine("upper bound: ", upperBytes),
  ];
}

function unitsLine(name: string, total: number): string {
  return `${name}${bytes(total)} = ${figure(total / GIB)} GiB (/ 2^30) = ${figure(total / GB)} GB (/ 10^9)`;
}

function figure(value: number): string {
  return FIGURE.format(value);
}

function count(value: number): string {
  return COUNT.format(value);
}

function bytes(value: number): string {
  return `${count(value)} bytes`;
}

function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}
