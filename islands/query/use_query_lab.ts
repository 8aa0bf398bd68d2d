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
import { createQueryLab, type QueryLab } from "@/lib/labs/query/query_lab.ts";

/** Milliseconds without a change before the address follows; browsers refuse more than a few changes a second. */
const REPLACE_DELAY = 300;

/** What the browser's history keeps: the query that an address may be too short for, and what is no value yet. */
interface HistoryState {
  readonly query: string;
  /** Text of fields that cannot be read, by name. */
  readonly drafts: Readonly<Record<string, string>>;
}

/**
 * Creates the state of a page from an address' query; once in the browser, keeps it there.
 *
 * @param search Query of the address that the server answered.
 */
export function useQueryLab<Q extends object>(fields: FieldTable<Q>, search: string): QueryLab<Q> {
  const lab = useMemo(() => createQueryLab(fields, new URLSearchParams(search)), []);
  useEffect(() => connect(lab), []);
  return lab;
}

function connect<Q extends object>(lab: QueryLab<Q>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = (how: "replaceState" | "pushState") => {
    clearTimeout(timer);
    timer = undefined;
    const address = queryAddress(location.pathname, lab.fields, lab.query.peek());
    history[how](stateOf(lab), "", address ?? location.pathname);
    lab.markTooLong(address === null);
  };
  lab.keepIn({
    replace() {
      clearTimeout(timer);
      timer = setTimeout(() => write("replaceState"), REPLACE_DELAY);
    },
    push: () => write("pushState"),
  });
  restore(lab, location.search.slice(1));
  const controller = new AbortController();
  const { signal } = controller;
  const flush = () => void (timer !== undefined && write("replaceState"));
  addEventListener("popstate", () => restore(lab, null), { signal });
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
 * @param shown The query that is shown already; null where the history's has to be taken in any case.
 */
function restore<Q extends object>(lab: QueryLab<Q>, shown: string | null): void {
  const kept = history.state as Partial<HistoryState> | null;
  const query = kept?.query ?? (shown === null ? location.search : shown);
  if (query !== shown) lab.open(new URLSearchParams(query), "restore");
  for (const [name, text] of Object.entries(kept?.drafts ?? {})) {
    if (name in lab.fields) lab.type(name as Extract<keyof Q, string>, text);
  }
  lab.markTooLong(queryAddress(location.pathname, lab.fields, lab.query.peek()) === null);
}

/** A link to a state of this very page sets the state. */
function showMe<Q extends object>(event: MouseEvent, lab: QueryLab<Q>): void {
  const link = (event.target as Element).closest?.("a");
  if (
    !link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey
  ) return;
  const url = new URL(link.href);
  if (!link.dataset["show"] || url.pathname !== location.pathname) return;
  event.preventDefault();
  lab.open(url.searchParams, "push");
  document.querySelector("is-land")?.firstElementChild?.scrollIntoView({ block: "nearest" });
}
