/**
 * What a printed page says of the experiment on it.
 *
 * @module
 */
import { withoutLook } from "@/lib/experiment/embed_look.ts";
import { fitsAddress, fittingAddress } from "@/lib/experiment/query_text.ts";
import type { HistoryState } from "@/lib/labs/experiment/history_state.ts";
import { LONGEST_QR } from "@/lib/labs/share/print/qr_code.ts";

/** A short link that the visitor made, and the {@linkcode experimentKey} of what it stands for. */
export interface ShortAddress {
  readonly url: string;
  readonly of: string;
}

/** Tells an experiment from any other: its address, and what the history keeps beside it. */
export function experimentKey(href: string, state: unknown): string {
  const { query, fields } = (state ?? {}) as KeptState;
  return JSON.stringify([withoutHash(href), query, fields]);
}

/** What the labs keep in the browser's history beside an address that may be too short for it. */
interface KeptState extends Partial<HistoryState> {
  readonly fields?: object;
}

/** The address of the experiment on the page; null where none holds it. */
function printedAddress(href: string, state: unknown): string | null {
  const { pathname, origin } = new URL(href);
  const { query, fields = {} } = (state ?? {}) as KeptState;
  // A stored experiment is its own short address.
  if (pathname.startsWith("/e/") || query === undefined) {
    return fitsAddress(href) && Object.keys(fields).length === 0 ? href : null;
  }
  return fittingAddress(origin + pathname, new URLSearchParams(query));
}

/** The foot of a printed page. */
export interface PrintedLink {
  /** The whole link; null where no address holds the experiment. */
  readonly link: string | null;
  /** Names and values that differ from the page's own, as the address writes them. */
  readonly settings: readonly (readonly [name: string, value: string])[];
  /** What the QR code holds; null for none. */
  readonly coded: string | null;
  /** Why there is no QR code, and what to do; null where there is one. */
  readonly note: string | null;
}

/**
 * Says what is printed of the experiment at an address.
 *
 * @param state What the browser's history keeps.
 */
export function printedLink(href: string, state: unknown, short: ShortAddress | null): PrintedLink {
  const address = printedAddress(withoutHash(href), state);
  const settings = address === null ? [] : settingsOf(new URL(address));
  if (address !== null && address.length <= LONGEST_QR) {
    return { link: address, settings, coded: address, note: null };
  }
  const stored = short !== null && short.of === experimentKey(href, state) ? short.url : null;
  if (stored !== null) return { link: address ?? stored, settings, coded: stored, note: null };
  const note = address === null
    ? "No address holds this experiment, so it has no QR code: Share saves it as a file."
    : "The link is too long for a QR code: Share makes a short one, which is printed here then.";
  return { link: address, settings, coded: null, note };
}

function settingsOf({ searchParams }: URL): (readonly [string, string])[] {
  return [...withoutLook(searchParams)].filter(([name]) => name !== "path").map(([name, value]) =>
    [name.replaceAll("_", " "), value] as const
  );
}

/** An address without what follows its `#`. */
function withoutHash(href: string): string {
  return href.split("#", 1)[0]!;
}
