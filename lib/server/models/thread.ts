/**
 * A thread of the server that runs an embedded model: gets its files once, then contexts, and sends logits back.
 *
 * @module
 */
import type { LanguageModel, ModelRun, TokenId } from "@/lib/lm/language_model.ts";
import { type ModelFiles, readEmbeddedModel, type ShippedName } from "@/lib/embedded/load_embedded_model.ts";
import { embeddedOps } from "@/lib/server/models/kernel.ts";
import type { CompiledKernel } from "@/lib/transformer/kernel/kernel_ops.ts";

/** What a thread is sent first. */
export interface ThreadStart {
  readonly name: ShippedName;
  readonly revision: string;
  readonly files: ModelFiles;
  /** Null: plain TypeScript. */
  readonly kernel: CompiledKernel | null;
}

/** A context to read. */
export interface ThreadQuestion {
  readonly id: number;
  readonly tokens: readonly TokenId[];
  readonly rows: number;
  /** Whether keys and values of earlier contexts may be reused. */
  readonly cache: boolean;
}

/** The logits after each of the last `rows` positions, each the length of the vocabulary, or why there are none. */
export type ThreadAnswer =
  & { readonly id: number }
  & ({ readonly rows: readonly Float32Array[]; readonly run: ModelRun | null } | { readonly error: string });

/** The part of a worker's scope that is used. */
interface WorkerScope {
  postMessage(message: ThreadAnswer, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<ThreadStart | ThreadQuestion>) => void) | null;
}

const scope = globalThis as unknown as WorkerScope;
let model: LanguageModel | null = null;

scope.onmessage = ({ data }) => {
  if ("files" in data) model = readEmbeddedModel(data, data.files, embeddedOps(data.kernel));
  else answer(data);
};

async function answer({ id, tokens, rows, cache }: ThreadQuestion): Promise<void> {
  try {
    let run: ModelRun | null = null;
    const logits = await model!.logits(tokens, { rows, cache, onRun: (done) => run = done });
    const copies = logits.map((row) => row.slice());
    scope.postMessage({ id, rows: copies, run }, copies.map(({ buffer }) => buffer));
  } catch (error) {
    scope.postMessage({ id, error: error instanceof Error ? error.message : String(error) }, []);
  }
}
