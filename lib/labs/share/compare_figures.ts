/**
 * An author's figures beside those of a replay.
 *
 * @module
 */
import type { Figure } from "@/lib/experiment/store/stored_experiment.ts";

/**
 * How far apart two figures may be and still count as the same, as a part of the larger one: float32 sums of one pass
 * over a text and of several differ by a few millionths.
 */
const RELATIVE_TOLERANCE = 1e-5;

/** The same for figures near zero, where a part of them says nothing. */
const ABSOLUTE_TOLERANCE = 1e-9;

/** A figure's value. */
export type FigureValue = Figure["value"];

/** One figure, stored and replayed. */
export interface ComparedFigure {
  readonly name: string;
  readonly stored: FigureValue;
  /** Undefined where the replay does not show it. */
  readonly replayed: FigureValue | undefined;
  readonly agrees: boolean;
}

/** What a replay shows of what was stored. */
export interface Comparison {
  /** Those that differ first, each group in the stored order. */
  readonly figures: readonly ComparedFigure[];
  readonly differing: number;
  /** Whether the replay shows any figure that was stored. */
  readonly isReplayed: boolean;
}

/**
 * Compares figures by name. What only the replay shows is left out: a page may have come to show more since.
 */
export function compareFigures(stored: readonly Figure[], replayed: readonly Figure[]): Comparison {
  const there = new Map(replayed.map(({ name, value }) => [name, value]));
  const figures = stored.map(({ name, value }): ComparedFigure => {
    const other = there.get(name);
    return { name, stored: value, replayed: other, agrees: agree(value, other) };
  });
  return {
    figures: [...figures.filter(({ agrees }) => !agrees), ...figures.filter(({ agrees }) => agrees)],
    differing: figures.filter(({ agrees }) => !agrees).length,
    isReplayed: figures.some(({ replayed }) => replayed !== undefined),
  };
}

function agree(a: FigureValue | undefined, b: FigureValue | undefined): boolean {
  if (typeof a !== "number" || typeof b !== "number") return a === b;
  const distance = Math.abs(a - b);
  return distance <= ABSOLUTE_TOLERANCE ||
    distance <= RELATIVE_TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}
