/**
 * What an embedded model's thread is told, and what it answers.
 *
 * @module
 */
import type { ModelFiles, ShippedName } from "@/lib/embedded/shipped.ts";
import type { Insides } from "@/lib/embedded/insides_report.ts";
import type { Backend, LogitsOptions, ModelRun, ScoredToken, TokenId } from "@/lib/lm/language_model.ts";
import type { CompiledKernel } from "@/lib/transformer/kernel/kernel_ops.ts";

/** What a thread is sent first. */
export interface ThreadStart {
  readonly name: ShippedName;
  readonly revision: string;
  readonly files: ModelFiles;
  /** `fetch`: the thread fetches it itself, where the page may not compile. Null: plain TypeScript. */
  readonly kernel: CompiledKernel | "fetch" | null;
}

/** A context to read. */
export interface ThreadQuestion {
  readonly id: number;
  readonly tokens: readonly TokenId[];
  readonly rows: number;
  /** Whether keys and values of earlier contexts may be reused. */
  readonly cache: boolean;
  readonly headsOff: LogitsOptions["headsOff"];
}

/** A text to score: what is kept of a position is little, its logits are much. */
export interface ScoreQuestion {
  readonly id: number;
  readonly score: readonly TokenId[];
  readonly from: number;
  readonly top: number;
  readonly headsOff: LogitsOptions["headsOff"];
}

/** A context to look into. */
export interface InsidesQuestion {
  readonly id: number;
  readonly inside: readonly TokenId[];
  readonly top: number;
  readonly headsOff: LogitsOptions["headsOff"];
}

/** A question whose answer is no longer wanted. */
interface ThreadCancel {
  readonly cancel: number;
}

/** All that a thread is sent. */
export type ThreadMessage = ThreadStart | ThreadQuestion | ScoreQuestion | InsidesQuestion | ThreadCancel;

/** An answer by its question's id. */
export type ThreadAnswer =
  & { readonly id: number }
  & (
    /** The logits after each of the last `rows` positions, each the length of the vocabulary. */
    | { readonly rows: readonly Float32Array[]; readonly run: ModelRun | null; readonly backend: Backend }
    | { readonly scores: readonly ScoredToken[]; readonly backend: Backend }
    | { readonly insides: Insides }
    /** Why there is no answer. */
    | { readonly error: string }
  );
