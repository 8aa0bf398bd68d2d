/**
 * Writes jobs as the kernel reads them: the fields of assembly/jobs.ts, one word each.
 *
 * @module
 */
import type { KernelMatrix } from "@/lib/transformer/kernel/kernel_matrix.ts";

/** The most products of one job. */
export const MAX_PRODUCTS = 4;

/** One product, by addresses. */
export interface ProductJob {
  readonly matrix: KernelMatrix;
  readonly x: number;
  readonly sums: number;
  readonly out: number;
}

/** A thread's own room: thread t's begins at `address + t · stride`. */
export interface Scratch {
  readonly address: number;
  readonly stride: number;
}

/** One attention, by addresses, as `attend` in attention.ts. */
interface AttentionJob {
  readonly queries: number;
  readonly keys: number;
  readonly values: number;
  readonly out: number;
  readonly start: number;
  readonly tokens: number;
  readonly heads: number;
  readonly keyHeads: number;
  readonly headWidth: number;
  readonly causal: boolean;
}

/** A row of logits, by address. */
export interface SummaryJob {
  readonly row: number;
  readonly length: number;
  /** Room for three float64 a piece: {@linkcode summaryPieces}. */
  readonly partials: number;
}

const PRODUCTS = 1, ATTENTION = 2, SUMMARY = 3;
const FIRST_PRODUCT = 18;
const PRODUCT_WORDS = 6;
/** A piece is worth about this many multiplications: a few microseconds, so that threads end together. */
const PIECE = 32_768;
const MAX_PIECES = 64;
const TILE_ROWS = 4;
/** Tokens of one head in a piece. */
const TOKEN_GROUP = 8;
/** Logits of a piece. */
const ROW_GROUP = 4096;

/** @param at Word of the job. */
export function writeProducts(
  words: Uint32Array,
  at: number,
  products: readonly ProductJob[],
  tokens: number,
  scratch: Scratch,
  threads: number,
): void {
  let all = 0;
  let to = at + FIRST_PRODUCT;
  for (const { matrix, x, sums, out } of products) {
    const rows = threads === 1 ? matrix.rows : pieceRows(matrix, tokens);
    const pieces = Math.ceil(matrix.rows / rows);
    words[to] = matrix.address;
    words[to + 1] = x;
    words[to + 2] = sums;
    words[to + 3] = out;
    words[to + 4] = rows;
    words[to + 5] = pieces;
    to += PRODUCT_WORDS;
    all += pieces;
  }
  words[at] = PRODUCTS;
  words[at + 1] = all;
  words[at + 4] = tokens;
  words[at + 5] = scratch.address;
  words[at + 6] = scratch.stride;
}

function pieceRows({ rows, units }: KernelMatrix, tokens: number): number {
  const least = Math.max(PIECE / (units * 32 * tokens), rows / MAX_PIECES);
  return Math.ceil(least / TILE_ROWS) * TILE_ROWS;
}

/** @param at Word of the job. */
export function writeAttention(words: Uint32Array, at: number, job: AttentionJob, scratch: Scratch): void {
  words[at] = ATTENTION;
  words[at + 1] = job.heads * Math.ceil(job.tokens / TOKEN_GROUP);
  words[at + 4] = job.tokens;
  words[at + 5] = scratch.address;
  words[at + 6] = scratch.stride;
  words[at + 7] = job.queries;
  words[at + 8] = job.keys;
  words[at + 9] = job.values;
  words[at + 10] = job.out;
  words[at + 11] = job.start;
  words[at + 12] = job.heads;
  words[at + 13] = job.keyHeads;
  words[at + 14] = job.headWidth;
  words[at + 15] = job.causal ? 1 : 0;
  words[at + 16] = TOKEN_GROUP;
}

/** Pieces that a row of logits is summed up in. */
export function summaryPieces(length: number): number {
  return Math.ceil(length / ROW_GROUP);
}

/** @param at Word of the job. */
export function writeSummary(words: Uint32Array, at: number, job: SummaryJob, scratch: Scratch): void {
  words[at] = SUMMARY;
  words[at + 1] = summaryPieces(job.length);
  words[at + 5] = scratch.address;
  words[at + 6] = scratch.stride;
  words[at + 16] = ROW_GROUP;
  words[at + 18] = job.row;
  words[at + 19] = job.length;
  words[at + 20] = job.partials;
}
