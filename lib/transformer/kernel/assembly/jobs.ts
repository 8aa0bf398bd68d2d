/**
 * What threads share: one job at a time, in pieces. A piece belongs to the thread that claims it first, so that a thread that
 * sleeps or is kept away by the system delays nobody, unless in the middle of a piece.
 *
 * @module
 */
import { attendHead } from "./attention";
import { Matrix } from "./matrix";
import { PARTIAL_BYTES, summarizePiece } from "./row_summary";
import { multiplyTile } from "./tile_product";
import { multiplyVector } from "./vector_product";

/** What a job does. */
export const PRODUCTS = 1, ATTENTION = 2, SUMMARY = 3;

/** The most matrices of a job. */
export const MAX_PRODUCTS = 4;

// @ts-ignore: decorator
@unmanaged
export class Product {
  matrix: usize;
  /** The vectors, in the order that the matrix wants. */
  x: usize;
  /** Sums of their blocks; only for one token. */
  sums: usize;
  out: usize;
  /** Rows of a piece. */
  rows: i32;
  pieces: i32;
}

// @ts-ignore: decorator
@unmanaged
export class Job {
  kind: i32;
  pieces: i32;
  /** Pieces that are finished. */
  done: i32;
  /** Whether the caller sleeps until they are. */
  waiting: i32;
  tokens: i32;
  /** Each thread's own room, and the bytes from one to the next. */
  scratch: usize;
  scratchStride: usize;
  /** Attention: the arrays and the shape. */
  queries: usize;
  keys: usize;
  values: usize;
  out: usize;
  start: i32;
  heads: i32;
  keyHeads: i32;
  headWidth: i32;
  causal: i32;
  /** Tokens of a piece, or logits. */
  group: i32;
  spare: i32;
}

/** A row of logits to sum up. */
// @ts-ignore: decorator
@unmanaged
export class SummaryJob extends Job {
  row: usize;
  length: i32;
  /** A result for each piece. */
  partials: usize;
}

/** Bytes of a {@linkcode Job} with the {@linkcode Product}s that follow it. */
export const JOB_BYTES: usize = 256;
const PRODUCTS_AT: usize = 72;
const PRODUCT_BYTES: usize = 24;

/** Does one piece. */
export function runPiece(job: Job, piece: i32, thread: i32): void {
  const scratch = job.scratch + <usize>thread * job.scratchStride;
  if (job.kind === ATTENTION) return attentionPiece(job, piece, scratch);
  if (job.kind === SUMMARY) return summaryPiece(changetype<SummaryJob>(job), piece, scratch);
  let at = changetype<usize>(job) + PRODUCTS_AT;
  let product = changetype<Product>(at);
  for (; piece >= product.pieces; product = changetype<Product>(at += PRODUCT_BYTES)) piece -= product.pieces;
  const matrix = changetype<Matrix>(product.matrix);
  const from = piece * product.rows;
  const to = min(matrix.rows, from + product.rows);
  if (job.tokens === 1) multiplyVector(matrix, product.x, product.sums, product.out, from, to);
  else multiplyTile(matrix, product.x, job.tokens, product.out, from, to, scratch);
}

/** As many logits as stay in the nearest cache while they are looked at twice. */
function summaryPiece(job: SummaryJob, piece: i32, scratch: usize): void {
  const first = piece * job.group;
  const row = job.row + (<usize>first << 2);
  summarizePiece(row, min(job.group, job.length - first), scratch, job.partials + <usize>piece * PARTIAL_BYTES);
}

/** A few tokens of one head, so that its keys stay in the cache. */
function attentionPiece(job: Job, piece: i32, scratch: usize): void {
  const groups = (job.tokens + job.group - 1) / job.group;
  const head = piece / groups;
  const first = piece % groups * job.group;
  const last = min(job.tokens, first + job.group);
  const width = <usize>job.headWidth << 2;
  const channel = <usize>(head * job.keyHeads / job.heads) * width;
  for (let token = first; token < last; token++) {
    const at = <usize>(token * job.heads + head) * width;
    const positions = job.start + (job.causal ? token + 1 : job.tokens);
    attendHead(
      job.queries + at,
      job.keys + channel,
      job.values + channel,
      <usize>job.keyHeads * width,
      job.headWidth,
      positions,
      scratch,
      job.out + at,
    );
  }
}
