/**
 * What the Share dialog shares: read from the page when it opens.
 *
 * @module
 */
import { fitsAddress, joinAddress } from "@/lib/experiment/query_text.ts";
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
export async function readShared(page: string): Promise<Shared> {
  const lab = askLab(document);
  const params = await experimentParams(lab, { search: location.search, state: history.state });
  const title = document.querySelector("h1")?.textContent?.trim() ?? document.title;
  return { page, title, params, address: addressOf(page, params), lab };
}

function addressOf(page: string, params: URLSearchParams): string | null {
  const address = joinAddress(location.origin + page, params);
  return fitsAddress(address) ? address : null;
}
