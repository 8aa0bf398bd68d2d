/**
 * A thread that runs one context on every backend of a tab: pages may not compile WebAssembly, workers may.
 *
 * @module
 */
import { backendVariants, type VariantFiles } from "./backend_variants.ts";
import { fetchKernels } from "./kernels.ts";
import type { TokenId } from "@/lib/lm/language_model.ts";

/** What the thread is asked. */
export interface VariantsQuestion {
  readonly files: VariantFiles;
  readonly tokens: readonly TokenId[];
}

/** What it answers: the last row of logits by backend, or what failed. */
export type VariantsAnswer =
  | { readonly ran: readonly { readonly name: string; readonly logits: Float32Array }[] }
  | { readonly error: string };

interface WorkerScope {
  postMessage(message: VariantsAnswer): void;
  onmessage: ((event: MessageEvent<VariantsQuestion>) => void) | null;
}

const scope = globalThis as unknown as WorkerScope;

scope.onmessage = async ({ data: { files, tokens } }) => {
  try {
    const ran = [];
    for (const [name, model] of backendVariants(files, await fetchKernels())) {
      ran.push({ name, logits: (await model.logits(tokens, { cache: false }))[0]!.slice() });
    }
    scope.postMessage({ ran });
  } catch (error) {
    scope.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
};
