/**
 * A page's query state in the browser: kept in the address bar, undone by Back, and set by the page's own
 * "show me" links without loading the page again.
 *
 * @module
 */
import { useEffect, useMemo } from "preact/hooks";
import type { FieldTable } from "@/lib/experiment/codec.ts";
import { formatFields } from "@/lib/experiment/codec.ts";
import { queryAddress } from "@/lib/experiment/query_address.ts";
import { flash } from "@/islands/query/flash.ts";
import { createAddressPace, PAGE_CLOCK } from "@/lib/labs/address_pace.ts";
import { createQueryLab, type QueryLab } from "@/lib/labs/query/query_lab.ts";

/** What the browser's history keeps: the query that an address may be too short for, and what is no value yet. */
interface HistoryState {
  readonly query: string;
  /** Text of fields that cannot be read, by name. */
  readonly drafts: Readonly<Record<string, string>>;
}

/** Where a page's state comes from; what the island of every such page is given. */
export interface QueryStart {
  /** Query that the server answered: that of the address, or of the stored experiment that the address names. */
  readonly search: string;
  /** Path of the page, where its addresses start. */
  readonly base: string;
}

/** Creates the state of a page from what the server answered; once in the browser, keeps it in the address. */
export function useQueryLab<Q extends object>(
  fields: FieldTable<Q>,
  { search, base }: QueryStart,
  read?: (params: URLSearchParams) => URLSearchParams,
): QueryLab<Q> {
  const lab = useMemo(() => createQueryLab(fields, new URLSearchParams(search), base, read), []);
  useEffect(() => connect(lab, search), []);
  return lab;
}

function connect<Q extends object>(lab: QueryLab<Q>, search: string): () => void {
  // A stored experiment's own address stays in the history: it means the query that it was opened with.
  const shown = () => location.pathname === lab.base ? location.search : search;
  const pace = createAddressPace((how) => {
    const address = queryAddress(lab.base, lab.fields, lab.query.peek());
    history[`${how}State`](stateOf(lab), "", address ?? lab.base);
    lab.markTooLong(address === null);
  }, PAGE_CLOCK);
  lab.keepIn({ replace: pace.replaceSoon, push: pace.push });
  restore(lab, shown(), true);
  const controller = new AbortController();
  const { signal } = controller;
  const flush = () => {
    pace.flush();
    // Share reads a stored experiment from history.state, as it does any query too long for the address.
    if (location.pathname !== lab.base) history.replaceState(stateOf(lab), "");
  };
  addEventListener("popstate", () => restore(lab, shown(), false), { signal });
  addEventListener("pagehide", flush, { signal });
  document.addEventListener("copylink", flush, { signal });
  document.addEventListener("click", (event) => showMe(event, lab), { signal });
  return () => controller.abort();
}

function stateOf<Q extends object>(lab: QueryLab<Q>): HistoryState {
  const unread = Object.entries(lab.drafts.peek()).filter(([_, { error }]) => error !== null);
  return {
    query: formatFields(lab.fields, lab.query.peek()).toString(),
    drafts: Object.fromEntries(unread.map(([name, { text }]) => [name, text])),
  };
}

/**
 * Takes what the history keeps of this entry.
 *
 * @param search The query that the entry's address means.
 * @param isShown Whether that is shown already.
 */
function restore<Q extends object>(lab: QueryLab<Q>, search: string, isShown: boolean): void {
  const kept = history.state as Partial<HistoryState> | null;
  const meant = search.slice(1);
  const query = kept?.query ?? meant;
  if (!isShown || query !== meant) lab.open(new URLSearchParams(query), "restore");
  for (const [name, text] of Object.entries(kept?.drafts ?? {})) {
    if (name in lab.fields) lab.type(name as Extract<keyof Q, string>, text);
  }
  const isOwn = location.pathname === lab.base;
  lab.markTooLong(isOwn && queryAddress(lab.base, lab.fields, lab.query.peek()) === null);
}

/** A link to a state of this very page sets the state. */
function showMe<Q extends object>(event: MouseEvent, lab: QueryLab<Q>): void {
  const link = (event.target as Element).closest?.("a");
  if (
    !link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey
  ) return;
  const url = new URL(link.href);
  if (!link.dataset["show"] || url.pathname !== lab.base) return;
  event.preventDefault();
  lab.open(url.searchParams, "push");
  // A link may name the part that it changes; else that is the page's figure.
  const target = document.getElementById(link.dataset["show"]) ??
    document.querySelector("is-land .figure, is-land .result");
  if (target) flash(target);
}
