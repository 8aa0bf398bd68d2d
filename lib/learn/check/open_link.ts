/**
 * Addresses of the instruments in the state that a question is about, written by the pages' own field tables.
 *
 * @module
 */
import { experimentAddress } from "@/lib/experiment/address.ts";
import { type FieldTable, initialState } from "@/lib/experiment/codec.ts";
import { CONTEXT_FIELDS, type ContextQuery } from "@/lib/experiment/fields/context_fields.ts";
import { KV_CACHE_FIELDS, type KvCacheQuery } from "@/lib/experiment/fields/kv_cache_query.ts";
import { LOOP_FIELDS, type LoopQuery } from "@/lib/experiment/fields/loop_fields.ts";
import { LOSS_FIELDS, type LossQuery } from "@/lib/experiment/fields/loss_fields.ts";
import { NGRAM_FIELDS, type NgramQuery } from "@/lib/experiment/fields/ngram_fields.ts";
import { DEFAULT_QUERY } from "@/lib/experiment/fields/predictor_fields.ts";
import type { PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import { SOFTMAX_FIELDS, type SoftmaxQuery } from "@/lib/experiment/fields/softmax_fields.ts";
import { queryAddress } from "@/lib/experiment/query_address.ts";
import type { OpenLink } from "@/lib/learn/check/question.ts";

/** Links to each instrument; the fields that are not given have the page's defaults. */
export const openLink = {
  predictor: (query: Partial<PredictorQuery>, label = "See it in the predictor"): OpenLink => ({
    label,
    href: experimentAddress("/", { ...DEFAULT_QUERY, ...query }).address,
  }),
  softmax: (query: Partial<SoftmaxQuery>): OpenLink =>
    linkTo("/softmax", "See these scores", SOFTMAX_FIELDS, query),
  ngram: (query: Partial<NgramQuery>): OpenLink => linkTo("/ngram", "See these counts", NGRAM_FIELDS, query),
  loss: (query: Partial<LossQuery>): OpenLink => linkTo("/loss", "See this loss", LOSS_FIELDS, query),
  table: (query: Partial<LoopQuery>): OpenLink => linkTo("/table", "See this loop", LOOP_FIELDS, query),
  cache: (query: Partial<KvCacheQuery>): OpenLink =>
    linkTo("/kv-cache", "See this cache", KV_CACHE_FIELDS, query),
  context: (query: Partial<ContextQuery>): OpenLink =>
    linkTo("/context", "See this window", CONTEXT_FIELDS, query),
  /** The training lab's address is written by hand: its table stands behind its lab. */
  train: (query = ""): OpenLink => ({ label: "See it in the training lab", href: `/train${query}` }),
};

function linkTo<Q extends object>(
  base: string,
  label: string,
  fields: FieldTable<Q>,
  query: Partial<Q>,
): OpenLink {
  const href = queryAddress(base, fields, { ...initialState(fields), ...query });
  return { label, href: href ?? base };
}
