/**
 * What is known of a shipped model beside its weights: how it was made, and what was measured of it.
 *
 * @module
 */
import type { ShippedName } from "@/lib/embedded/shipped.ts";
import type { GruConfig } from "@/lib/recurrent/weights.ts";
import { ROOT } from "@/lib/server/root.ts";
import type { TransformerConfig } from "@/lib/transformer/config.ts";

/** Losses by source, in nats per token. */
type SourceLosses = { readonly [source: string]: number };

/** A line of the training log. */
export interface TrainingEntry {
  readonly step: number;
  /** Seconds of training until here. */
  readonly seconds: number;
  /** Tokens read until here. */
  readonly tokens: number;
  readonly train: SourceLosses;
  readonly validation?: SourceLosses;
}

/** Where a part of the corpus comes from. */
export interface CorpusSource {
  readonly name: string;
  readonly license: string;
  readonly documents: number;
  readonly characters: number;
}

/** How a model was made; written with its weights. */
export interface ModelCard {
  readonly parameters: number;
  readonly config: TransformerConfig | GruConfig;
  /** Bytes of each shipped file. */
  readonly files: { readonly [name: string]: number };
  /** Training tokens of the corpus by source, read once. */
  readonly corpusTokens: { readonly [source: string]: number };
  /** Each source's share of the tokens that a training step read, 0 to 1. */
  readonly mixture: { readonly [source: string]: number };
  readonly documents: { readonly [split: string]: number };
  readonly sources: readonly CorpusSource[];
  /** Bits per byte of models by counting, by test text; `order_5` and so on. */
  readonly baselines: { readonly [text: string]: { readonly [model: string]: number } };
  /** Share of the test texts' word runs of each length that stand in the training texts, by source. */
  readonly overlap: { readonly [source: string]: { readonly [words: string]: number } };
  /** Nats per token that 4-bit blocks cost, by source, on the validation texts. */
  readonly quantization: { readonly [source: string]: number };
  /** What was special about the run; empty where nothing was. */
  readonly notes: string;
  readonly log: readonly TrainingEntry[];
}

/** A test text's score, as models/check writes it. */
export interface TextResult {
  readonly nats: number;
  readonly tokens: number;
  readonly bytes: number;
  readonly nats_per_token: number;
  readonly bits_per_byte: number;
  readonly floor_nats?: number;
  readonly above_floor?: number;
}

/** Answers to subtractions by greedy decoding. */
interface SubtractionResult {
  readonly pairs: number;
  readonly exact: number;
  /** At most one off. */
  readonly near: number;
}

/** What models/check measured. */
export interface CheckResults {
  readonly model: ShippedName;
  readonly revision: string;
  readonly facts: readonly {
    readonly text: string;
    readonly isTopRight: boolean;
    readonly difference: number | null;
    readonly words: readonly { readonly word: string; readonly truth: number; readonly model: number }[];
  }[];
  readonly coupon: number;
  readonly subtraction: {
    readonly held_out: SubtractionResult;
    readonly in_text: SubtractionResult;
    /** Of the pairs held out, by models that count; measured once, with parcel-gpt. */
    readonly bigram?: SubtractionResult;
    readonly trigram?: SubtractionResult;
  };
  readonly policy: { readonly cases: number; readonly obeyed: number };
  /** Null where the model was not asked. */
  readonly apologies: number | null;
  readonly texts: { readonly [text: string]: TextResult };
  /** Other models on the same texts, by name, where they are fewer than those of the others' own results. */
  readonly sample?: { readonly [model: string]: { readonly [text: string]: TextResult } };
}

/** How a shipped model was made. @throws {Error} If the site has no card of that name. */
export function readModelCard(name: ShippedName): ModelCard {
  return JSON.parse(Deno.readTextFileSync(`${ROOT}/static/models/${name}/card.json`));
}

/** What was measured of a shipped model. @throws {Error} If nothing was. */
export function readCheckResults(name: ShippedName): CheckResults {
  return JSON.parse(Deno.readTextFileSync(`${ROOT}/static/models/${name}/results.json`));
}
