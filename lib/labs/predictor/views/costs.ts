/**
 * What the passes of a model cost, summed up: prefill and decode apart.
 *
 * @module
 */
import type { Pass, Prediction } from "@/lib/labs/predictor/answer.ts";
import type { CacheCosts, Costs } from "@/lib/labs/predictor/views/page_views.ts";

/** Sums up the passes since the last prefill, that one included. */
export function costsOf(passes: readonly Pass[], prediction: Prediction | null): Costs {
  const start = passes.findLastIndex(({ kind }) => kind === "prefill");
  const prefill = passes[start];
  const decodes = passes.slice(start + 1);
  return {
    prefill: prefill === undefined ? null : {
      tokens: prefill.run.computed,
      reused: prefill.run.reused,
      milliseconds: prefill.run.milliseconds,
    },
    decode: decodes.length === 0 ? null : {
      tokens: decodes.length,
      milliseconds: decodes.reduce((sum, { run }) => sum + run.milliseconds, 0),
    },
    cache: cacheCosts(prefill, decodes, prediction),
  };
}

function cacheCosts(
  prefill: Pass | undefined,
  decodes: readonly Pass[],
  prediction: Prediction | null,
): CacheCosts | null {
  const model = prediction?.model;
  const last = decodes.at(-1) ?? prefill;
  if (model === undefined || last === undefined || model.cacheBytesPerToken === 0) return null;
  const { cacheTokens: tokens, cacheBytes: bytes } = last.run;
  const reused = Math.min(prefill?.run.reused ?? 0, tokens);
  const filled = Math.min(prefill?.run.computed ?? 0, tokens - reused);
  const columns = [
    { state: "reused" as const, count: reused },
    { state: "prefill" as const, count: filled },
    { state: "appended" as const, count: Math.max(0, tokens - reused - filled) },
    { state: "cropped" as const, count: last.cropped },
  ];
  return {
    tokens,
    bytes,
    bytesPerToken: model.cacheBytesPerToken,
    formula: model.cacheFormula,
    columns: columns.filter(({ count }) => count > 0),
  };
}
