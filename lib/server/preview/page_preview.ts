/**
 * What a page's picture takes: a query to draw, and the name that this query has in a cache.
 *
 * @module
 */
import type { VNode } from "preact";
import { type FieldTable, formatFields, parseFields } from "@/lib/experiment/codec.ts";

/** The picture of a page. */
export interface PagePreview {
  /** The query without what changes nothing; empty for the page as it opens. */
  canonical(params: URLSearchParams): string;
  /** Computes the page and draws it, 1200 by 630 pixels. Total: bad values count as not given. */
  draw(params: URLSearchParams): Promise<VNode>;
}

/** The picture of a page whose address is read by a table of fields. */
export function pagePreview<Q extends object>(
  fields: FieldTable<Q>,
  draw: (query: Q) => VNode | Promise<VNode>,
): PagePreview {
  return {
    canonical: (params) => formatFields(fields, parseFields(fields, params).query).toString(),
    draw: async (params) => await draw(parseFields(fields, params).query),
  };
}
