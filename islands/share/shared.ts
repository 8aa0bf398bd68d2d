/**
 * What the Share dialog shares: read from the page when it opens.
 *
 * @module
 */
import { fittingAddress } from "@/lib/experiment/query_text.ts";
import { askLab, experimentParams } from "@/lib/labs/share/read_experiment.ts";
import type { ShareRequest } from "@/lib/labs/share/share_request.ts";

/** An experiment on its page. */
export interface Shared {
  /** Path of the page. */
  readonly page: string;
  /** The page's heading. */
  readonly title: string;
  readonly params: URLSearchParams;
  /** The long link; null where it would be longer than an address is ever made. */
  readonly address: string | null;
  readonly lab: ShareRequest;
}

/** Reads the experiment that the page shows. */
export function readShared(page: string): Shared {
  const lab = askLab(document);
  const params = experimentParams(lab, location.search);
  const title = document.querySelector("h1")?.textContent?.trim() ?? document.title;
  return { page, title, params, address: fittingAddress(location.origin + page, params), lab };
}
