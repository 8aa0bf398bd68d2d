/**
 * The experiment that a page shows, as it stands, also where its address is too short for it.
 *
 * @module
 */
import { withoutLook } from "@/lib/experiment/embed_look.ts";
import type { ShareRequest } from "@/lib/labs/share/share_request.ts";

/** Asks the page's lab to write what is waiting, and for its experiment and what else it has to give. */
export function askLab(target: EventTarget): ShareRequest {
  const detail: ShareRequest = {};
  target.dispatchEvent(new CustomEvent("copylink", { detail }));
  return detail;
}

/**
 * The experiment's query.
 *
 * @param lab What {@linkcode askLab} gave.
 * @param search That of the page's address, which is the experiment's where no lab has one.
 */
export function experimentParams({ experiment }: ShareRequest, search: string): URLSearchParams {
  return experiment?.params() ?? withoutLook(new URLSearchParams(search));
}
