/**
 * A page's query state in the browser: kept in the address bar, undone by Back, and set by the page's own
 * "show me" links without loading the page again.
 *
 * @module
 */
import { useEffect, useMemo } from "preact/hooks";
import { connectExperiment } from "@/islands/experiment/connect_experiment.ts";
import { PAGE_PORTS } from "@/islands/experiment/page_ports.ts";
import { flash } from "@/islands/query/flash.ts";
import type { FieldTable } from "@/lib/experiment/codec.ts";
import { createQueryLab, type QueryLab } from "@/lib/labs/query/query_lab.ts";

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
  const lab = useMemo(() => createQueryLab(fields, new URLSearchParams(search), base, PAGE_PORTS, read), []);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    lab.restore(connectExperiment(lab, signal), true);
    document.addEventListener("click", (event) => showMe(event, lab), { signal });
    return () => controller.abort();
  }, []);
  return lab;
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
