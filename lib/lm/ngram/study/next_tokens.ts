import { findNgram } from "@/lib/lm/ngram/counts.ts";
import type { NgramModel } from "@/lib/lm/ngram/model.ts";
import { stepArithmetic } from "@/lib/lm/ngram/study/step_arithmetic.ts";
import { BEGIN, UNKNOWN } from "@/lib/lm/ngram/vocabulary.ts";
import type { Study } from "@/lib/lm/ngram/study/study.ts";

/** A token that can come next. */
export interface NextToken {
  readonly id: number;
  readonly token: string;
  /** How often it followed the context. */
  readonly count: number;
  readonly probability: number;
}

/** One order of the way from the longest context down. */
export interface BackoffView {
  readonly order: number;
  readonly used: boolean;
  readonly context: readonly string[];
  /** How often the context was followed by anything, and by how many different tokens. */
  readonly total: number;
  readonly types: number;
  /** What this order gives the likeliest token, written out; null where it gives nothing of its own. */
  readonly arithmetic: string | null;
}

/** What comes after a context. */
export interface NextView {
  /** The context as it was read. */
  readonly context: readonly { readonly token: string; readonly known: boolean }[];
  /** The end of it that the longest order looks at. */
  readonly looksAt: readonly string[];
  readonly total: number;
  readonly types: number;
  readonly rows: readonly NextToken[];
  /** The tokens without a row. */
  readonly other: { readonly count: number; readonly probability: number };
  readonly backoff: readonly BackoffView[];
  readonly notes: readonly string[];
}

/** The likeliest tokens after a context, with their counts, and the orders that the answer comes from. */
export function nextTokens(
  study: Study,
  model: NgramModel,
  context: readonly number[],
  top: number,
): NextView {
  const { corpus } = study;
  const p = model.distribution(context);
  const ids = likeliest(p, model, top);
  const steps = model.backoff(context);
  const looksAt = steps[0]!.context;
  const backoff = steps.map(({ order, used, context }, at) => ({
    order,
    used,
    context: context.map(corpus.write),
    ...seenAfter(model, context),
    arithmetic: ids.length === 0 ? null : stepArithmetic(model, steps, at, ids[0]!, {
      count: countAfter(model, context, ids[0]!),
      total: seenAfter(model, context).total,
    }),
  }));
  const rows = ids.map((id) => ({
    id,
    token: corpus.write(id),
    count: countAfter(model, looksAt, id),
    probability: p[id]!,
  }));
  const mass = p.reduce((sum, share) => sum + share, 0);
  const shown = rows.reduce((sum, { probability }) => sum + probability, 0);
  return {
    context: context.map((id) => ({ token: corpus.write(id), known: id !== UNKNOWN })),
    looksAt: looksAt.map(corpus.write),
    ...seenAfter(model, looksAt),
    rows,
    other: { count: predicted(model) - rows.length, probability: Math.max(0, mass - shown) },
    backoff,
    notes: model.notes(context),
  };
}

/** The tokens with the greatest probability above 0, equals by the lower id. */
function likeliest(p: Float64Array, model: NgramModel, top: number): number[] {
  const ids: number[] = [];
  for (let id = 0; id < p.length; id++) {
    if (!model.predicts(id) || !(p[id]! > 0)) continue;
    let place = ids.length;
    while (place > 0 && p[ids[place - 1]!]! < p[id]!) place--;
    if (place < top) ids.splice(place, 0, id);
    if (ids.length > top) ids.pop();
  }
  return ids;
}

function predicted(model: NgramModel): number {
  let count = 0;
  for (let id = 0; id < model.counts.vocabularySize; id++) if (model.predicts(id)) count++;
  return count;
}

function seenAfter(model: NgramModel, context: readonly number[]): { total: number; types: number } {
  const events = model.events[context.length];
  const entry = events ? findNgram(model.counts, context) : -1;
  if (!events || entry < 0) return { total: 0, types: 0 };
  return { total: events.total[entry]!, types: events.types[entry]! };
}

/** How often a token followed a context; `<s>` never counts where it is never predicted. */
export function countAfter(model: NgramModel, context: readonly number[], id: number): number {
  const events = model.events[context.length];
  const entry = events ? findNgram(model.counts, context) : -1;
  if (!events || entry < 0 || (id === BEGIN && !model.predicts(id))) return 0;
  const found = events.level.find(entry, id);
  return found < 0 ? 0 : events.adjusted[found]!;
}
