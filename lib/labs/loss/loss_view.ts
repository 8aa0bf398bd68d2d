/**
 * Everything that /loss shows, computed from its query: the same functions as the API's `loss` and `shift`.
 *
 * @module
 */
import {
  type LossMode,
  lossMode,
  type LossQuery,
  probabilitiesOf,
} from "@/lib/experiment/fields/loss_fields.ts";
import { type LossPerUnit, lossPerUnit, type LossReport } from "@/lib/lm/loss/loss.ts";
import { lossFrom, type LossSource } from "@/lib/lm/loss/loss_from.ts";
import { shift, type ShiftedRows } from "@/lib/lm/loss/shift.ts";

/** One position of a sequence. */
interface LossPosition {
  readonly position: number;
  /** The true token, where it is known. */
  readonly token: { readonly id: number; readonly bytes: ArrayLike<number> } | null;
  readonly probability: number;
  readonly lossNats: number;
}

/** A loss spread over one kind of unit. */
interface UnitLoss extends LossPerUnit {
  readonly unit: "token" | "word" | "byte";
  readonly count: number;
}

/** What /loss shows. */
export interface LossView {
  readonly mode: LossMode;
  readonly report: LossReport | null;
  /** Why there is no report. */
  readonly error: string | null;
  readonly positions: readonly LossPosition[];
  readonly units: readonly UnitLoss[];
  readonly shifted: ShiftedRows<string>;
  /** The id of each distinct token of the row, in the order they first appear. */
  readonly ids: ReadonlyMap<string, number>;
}

/** Computes the page. */
export function lossView(query: LossQuery): LossView {
  const mode = lossMode(query);
  const ids = idsOf(query.tokens);
  const shifted = shift(query.tokens);
  const rest = { mode, shifted, ids };
  try {
    const report = lossFrom(sourceOf(query, mode));
    const positions = positionsOf(report, query, mode, [...ids.keys()]);
    return { ...rest, report, error: null, positions, units: unitsOf(report, query) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { ...rest, report: null, error: error.message, positions: [], units: [] };
  }
}

function idsOf(tokens: readonly string[]): ReadonlyMap<string, number> {
  const ids = new Map<string, number>();
  for (const token of tokens) if (!ids.has(token)) ids.set(token, ids.size);
  return ids;
}

function sourceOf(query: LossQuery, mode: LossMode): LossSource {
  switch (mode) {
    case "probabilities":
      return { probabilities: probabilitiesOf(query) };
    case "losses":
      return { lossesNats: query.losses_nats };
    default:
      return { logits: query.logits, targets: query.targets };
  }
}

function positionsOf(
  { probabilities, lossesNats }: LossReport,
  { targets }: LossQuery,
  mode: LossMode,
  names: readonly string[],
): LossPosition[] {
  const encoder = new TextEncoder();
  const tokenAt = (position: number): LossPosition["token"] => {
    if (mode !== "logits") return null;
    const id = targets[position]!;
    return { id, bytes: encoder.encode(names[id] ?? `token ${id}`) };
  };
  return lossesNats.map((lossNats, position) => ({
    position,
    token: tokenAt(position),
    probability: probabilities[position]!,
    lossNats,
  }));
}

function unitsOf(report: LossReport, { words, bytes }: LossQuery): UnitLoss[] {
  const counts = [["token", report.lossesNats.length], ["word", words], ["byte", bytes]] as const;
  return counts.flatMap(([unit, count]) =>
    count ? [{ unit, count, ...lossPerUnit(-report.sequenceLogProbability, count) }] : []
  );
}
