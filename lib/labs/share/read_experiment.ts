/**
 * The experiment that a page shows, as it stands, also where its address is too short for it.
 *
 * @module
 */
import { withoutLook } from "@/lib/experiment/embed_look.ts";
import type { ShareRequest } from "@/lib/labs/share/share_request.ts";

/** What the browser's history keeps where an address does not. */
interface KeptState {
  /** The whole query of a page that calculates. */
  readonly query?: unknown;
}

/** Asks the page's lab to write what is waiting, and for itself where it has more than its tables to give. */
export function askLab(target: EventTarget): ShareRequest {
  const detail: ShareRequest = {};
  target.dispatchEvent(new CustomEvent("copylink", { detail }));
  return detail;
}

/**
 * The experiment's query.
 *
 * @param lab What {@linkcode askLab} gave.
 */
export async function experimentParams(
  lab: ShareRequest,
  { search, state }: { readonly search: string; readonly state: unknown },
): Promise<URLSearchParams> {
  if (lab.predictor) {
    const { predictorParams } = await import("@/lib/labs/share/predictor_take.ts");
    return predictorParams(lab.predictor);
  }
  if (lab.train) {
    const { formatTrainQuery } = await import("@/lib/labs/train/train_fields.ts");
    return formatTrainQuery(lab.train.state.settings.peek());
  }
  const kept = (state as KeptState | null)?.query;
  return withoutLook(new URLSearchParams(typeof kept === "string" ? kept : search));
}
