/** Every bound of a page's fields, in figures: the last value that is taken, and the first that is not. */
import { assertEquals } from "@std/assert";
import { type FieldTable, initialState } from "@/lib/experiment/codec.ts";
import { BadValue } from "@/lib/experiment/fields/field.ts";
import { COMPARE_FIELDS } from "@/lib/experiment/fields/compare_fields.ts";
import { CONTEXT_FIELDS } from "@/lib/experiment/fields/context_fields.ts";
import { KV_CACHE_FIELDS } from "@/lib/experiment/fields/kv_cache_query.ts";
import { LADDER_FIELDS } from "@/lib/experiment/fields/ladder_fields.ts";
import { LOOP_FIELDS } from "@/lib/experiment/fields/loop_fields.ts";
import { LOSS_FIELDS } from "@/lib/experiment/fields/loss_fields.ts";
import { NGRAM_FIELDS } from "@/lib/experiment/fields/ngram_fields.ts";
import { OBJECTIVES_FIELDS } from "@/lib/experiment/fields/objectives_fields.ts";
import { PREDICTOR_FIELDS } from "@/lib/experiment/fields/predictor_fields.ts";
import { conventionOf, SCORE_FIELDS } from "@/lib/experiment/fields/score_fields.ts";
import { SOFTMAX_FIELDS } from "@/lib/experiment/fields/softmax_fields.ts";
import { TRAIN_FIELDS } from "@/lib/labs/train/train_fields.ts";

/** Whole numbers: the least and the most. */
const NUMBERS: Readonly<Record<string, Readonly<Record<string, readonly [number, number]>>>> = {
  context: {
    limit: [1, 1_000_000_000],
    prompt_tokens: [0, 1_000_000_000],
    generated_tokens: [0, 1_000_000_000],
    keep: [0, 1_000_000_000],
  },
  kv_cache: {
    batch: [1, 1_000_000],
    tokens: [0, 1_000_000_000],
    layers: [1, 4096],
    kv_heads: [0, 65_536],
    head_dim: [1, 65_536],
    value_head_dim: [1, 65_536],
    heads: [1, 65_536],
    window: [1, 1_000_000_000],
    window_layers: [0, 4096],
    kv_lora_rank: [1, 65_536],
    qk_rope_head_dim: [0, 65_536],
    state_layers: [0, 4096],
    state_size: [0, 1_000_000_000],
    group_size: [0, 65_536],
    block_size: [1, 65_536],
    memory_gib: [0, 1_000_000],
    weights_gib: [0, 1_000_000],
    generated: [0, 1_000_000_000],
  },
  loop: { max_steps: [0, 1000] },
  ngram: {
    merges: [0, 1000],
    order: [1, 6],
    max_tokens: [1, 200],
    top: [1, 100],
    row: [1, 100_000_000],
    column: [1, 100_000_000],
    size: [2, 40],
  },
  objectives: { blank: [0, 200] },
  predictor: { max_tokens: [0, 100_000], context_limit: [1, 10_000_000], top: [1, 1000] },
  score: { window: [2, 1_000_000], stride: [1, 1_000_000] },
  train: {
    vocabulary: [2, 50_000],
    context: [1, 8],
    embedding: [1, 512],
    hidden: [1, 2048],
    batch: [0, 8192],
    steps: [1, 100_000],
    held_out: [0, 90],
  },
};

/** Texts: the most UTF-16 units. */
const TEXTS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  compare: { text: 4000, beside_text: 4000 },
  ladder: { text: 1200 },
  loop: { start: 10_000, end: 200 },
  loss: { text: 4000 },
  objectives: { text: 160, later: 40 },
  score: { text: 200_000 },
};

/** Lists: the most entries, and how one is written. */
const LISTS: readonly (readonly [string, string, most: number, write: (count: number) => string])[] = [
  ["softmax", "logits", 100_000, numbers],
  ["softmax", "labels", 100_000, words],
  ["loss", "probabilities", 50_000, (count) => Array(count).fill("0.5").join(",")],
  ["loss", "losses_nats", 50_000, numbers],
  ["loss", "targets", 50_000, numbers],
  ["loss", "tokens", 50_000, words],
  ["loss", "tokens", 200, (length) => "x".repeat(length)],
  ["kv_cache", "kv_heads", 4096, numbers],
  ["ngram", "context", 100, wordsApart],
  ["ngram", "words", 1000, wordsApart],
];

const FIELDS: Readonly<Record<string, FieldTable<Record<string, unknown>>>> = Object.fromEntries(
  Object.entries({
    compare: COMPARE_FIELDS,
    context: CONTEXT_FIELDS,
    kv_cache: KV_CACHE_FIELDS,
    ladder: LADDER_FIELDS,
    loop: LOOP_FIELDS,
    loss: LOSS_FIELDS,
    ngram: NGRAM_FIELDS,
    objectives: OBJECTIVES_FIELDS,
    predictor: PREDICTOR_FIELDS,
    score: SCORE_FIELDS,
    softmax: SOFTMAX_FIELDS,
    train: TRAIN_FIELDS,
  }).map(([name, table]) => [name, table as unknown as FieldTable<Record<string, unknown>>]),
);

/** Whether a field takes a text. */
function isTaken(page: string, name: string, text: string): boolean {
  return !(FIELDS[page]![name]!.parse([text]) instanceof BadValue);
}

function numbers(count: number): string {
  return Array(count).fill("1").join(",");
}

function words(count: number): string {
  return Array(count).fill("x").join(",");
}

function wordsApart(count: number): string {
  return Array(count).fill("x").join(" ");
}

Deno.test("numbers are taken from the least to the most, and one less or one more is not", () => {
  for (const [page, fields] of Object.entries(NUMBERS)) {
    for (const [name, [least, most]] of Object.entries(fields)) {
      const taken = [least - 1, least, most, most + 1].map((value) => isTaken(page, name, `${value}`));
      assertEquals(taken, [false, true, true, false], `${page} ${name}`);
    }
  }
});

Deno.test("texts and lists are taken as long as they may be, and with one more they are not", () => {
  for (const [page, fields] of Object.entries(TEXTS)) {
    for (const [name, most] of Object.entries(fields)) {
      const taken = [most, most + 1].map((length) => isTaken(page, name, "x".repeat(length)));
      assertEquals(taken, [true, false], `${page} ${name}`);
    }
  }
  for (const [page, name, most, write] of LISTS) {
    const taken = [most, most + 1].map((count) => isTaken(page, name, write(count)));
    assertEquals(taken, [true, false], `${page} ${name} ${most}`);
  }
});

Deno.test("numbers with a part behind the point have their bounds too", () => {
  const bounds = [
    ["ngram", "k", 1e9],
    ["ngram", "lambda", 1],
    ["ngram", "discount", 1],
    ["ngram", "alpha", 1],
    ["kv_cache", "bytes_per_element", 16],
    ["train", "learning_rate", 1000],
    ["train", "dropout", 0.95],
  ] as const;
  for (const [page, name, most] of bounds) {
    const taken = [most, most * 1.001].map((value) => isTaken(page, name, `${value}`));
    assertEquals(taken, [true, false], `${page} ${name}`);
    assertEquals(isTaken(page, name, "-0.001"), false, `${page} ${name}`);
  }
});

Deno.test("a convention's begin token is the model's own, none, or the one of an id", () => {
  const bos = (text: string) => conventionOf({ ...initialState(SCORE_FIELDS), bos: text }).bos;
  assertEquals([bos(""), bos("none"), bos("0"), bos("7")], [null, "none", 0, 7]);
});
