/**
 * Failures as the page shows them: what happened, what is still fine, and the one thing to do.
 *
 * @module
 */
import { ModelError, type ModelErrorCode } from "@/lib/models/model_provider.ts";

/** The act that a problem offers. */
export type ProblemAction =
  | "retry"
  | "retry_load"
  | "drop_start"
  | "use_embedded"
  | "use_wasm"
  | "clear_storage"
  | "reload";

/** A failure in words. */
export interface Problem {
  readonly message: string;
  /** What the failure did not touch. */
  readonly fine: string;
  readonly action: ProblemAction;
}

/** What each act is called on its button. */
export const ACTION_LABELS: Readonly<Record<ProblemAction, string>> = {
  retry: "Try again",
  retry_load: "Try the download again",
  drop_start: "Drop the start",
  use_embedded: "Use parcel-gpt",
  use_wasm: "Load it on WASM",
  clear_storage: "Clear the stored models",
  reload: "Reload the page",
};

const TEXT_KEPT = "Your text and settings are kept.";

const LOAD_ACTIONS: Readonly<Partial<Record<ModelErrorCode, ProblemAction>>> = {
  not_found: "use_embedded",
  unsupported: "use_embedded",
  quota: "clear_storage",
  out_of_memory: "use_embedded",
  no_webgpu: "use_wasm",
  device_lost: "use_wasm",
  not_finite: "use_wasm",
};

/** What browsers say when a part of the page's own script cannot be fetched; asking again gives the same answer. */
const MISSING_PART = /dynamically imported module|importing a module script/i;

/** A failure of loading a model. */
export function loadProblem(error: unknown): Problem {
  if (isMissingPart(error)) return missingPart();
  const code = error instanceof ModelError ? error.code : "internal";
  return { message: messageOf(error), fine: TEXT_KEPT, action: LOAD_ACTIONS[code] ?? "retry_load" };
}

/** A failure of computing a distribution or a token. */
export function computeProblem(error: unknown): Problem {
  if (isMissingPart(error)) return missingPart();
  if (isUnreachable(error)) return unreachable();
  return { message: messageOf(error), fine: TEXT_KEPT, action: "retry" };
}

/** A text with more tokens than the context may hold, where nothing may be dropped. */
export function tooLongProblem(tokens: number, limit: number): Problem {
  const message =
    `The text has ${tokens} tokens and the context holds ${limit}: shorten it, or let the policy drop some.`;
  return { message, fine: TEXT_KEPT, action: "drop_start" };
}

/** Whether an error only says that something was called off. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError" ||
    error instanceof ModelError && error.code === "aborted";
}

function isMissingPart(error: unknown): boolean {
  return error instanceof TypeError && MISSING_PART.test(error.message);
}

/** What browsers say of a request that got no answer. */
function isUnreachable(error: unknown): boolean {
  return error instanceof TypeError && /fetch|network|load failed/i.test(error.message);
}

function unreachable(): Problem {
  const message = "There is no connection, and this tab does not have the model yet";
  return { message, fine: `The figures are those of the text before. ${TEXT_KEPT}`, action: "retry" };
}

function missingPart(): Problem {
  const message = "A part of this page could not be fetched: check the connection, then reload";
  return { message, fine: TEXT_KEPT, action: "reload" };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
