/**
 * What the page and its scoring worker say to each other.
 *
 * @module
 */
import type { ShippedModel } from "@/lib/embedded/load_embedded_model.ts";
import type { ShippedName } from "@/lib/embedded/shipped.ts";
import type { CountCorpus } from "@/lib/labs/models/count_corpus.ts";
import type { PackedDocument } from "@/lib/labs/score/packed_document.ts";
import type { MeasuredWords } from "@/lib/labs/score/words/measure_words.ts";
import type { DriftReport, PassTimes } from "@/lib/labs/score/experiments.ts";
import type { EmbeddedName } from "@/lib/experiment/fields/predictor_query.ts";
import type { ConventionResult } from "@/lib/lm/loss/text/compare_conventions.ts";
import type { ConventionRequest } from "@/lib/lm/loss/text/convention.ts";
import type { ConventionField } from "@/lib/lm/loss/text/convention_error.ts";

/** Where a page's models are. */
export interface ModelSources {
  readonly corpus: CountCorpus;
  readonly shipped: { readonly [Name in ShippedName]: ShippedModel<Name> };
}

/** What can be asked of a text under a model. */
export type ScoreTask =
  | {
    readonly kind: "score";
    readonly text: string;
    readonly convention: ConventionRequest;
    /** Whether the text is scored under the other conventions too, where it is short. */
    readonly compare: boolean;
  }
  | { readonly kind: "times"; readonly text: string }
  /** Sentences one a line; `*…*` marks a region where regions are asked for. */
  | { readonly kind: "words"; readonly text: string; readonly regions: boolean }
  | { readonly kind: "drift"; readonly text: string; readonly position: number; readonly wrong: number };

/** To the worker. */
export type ScoreRequest =
  | {
    readonly kind: "ask";
    readonly id: number;
    readonly model: EmbeddedName;
    readonly sources: ModelSources;
    readonly task: ScoreTask;
  }
  | { readonly kind: "cancel"; readonly id: number };

/** What a task gives. */
export interface ScoreAnswers {
  readonly scored?: { readonly document: PackedDocument; readonly milliseconds: number };
  readonly compared?: readonly ConventionResult[];
  readonly times?: PassTimes;
  readonly drift?: DriftReport;
  readonly words?: MeasuredWords;
}

/** From the worker: any number of `progress` and `part`, then one `done` or `failed`. */
export type ScoreReply =
  | { readonly kind: "progress"; readonly id: number; readonly done: number }
  | { readonly kind: "part"; readonly id: number; readonly answers: ScoreAnswers }
  | { readonly kind: "done"; readonly id: number }
  | {
    readonly kind: "failed";
    readonly id: number;
    readonly message: string;
    readonly isAbort: boolean;
    /** The part of the convention that does not fit. */
    readonly field?: ConventionField;
  };
