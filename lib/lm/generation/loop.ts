import { choice } from "@/lib/lm/sampler/choice.ts";
import type { PickMode } from "@/lib/lm/sampler/pick_mode.ts";
import { defaultRng } from "@/lib/lm/sampler/pcg64.ts";
import { joinToken, type TableModel, type TableRow } from "@/lib/lm/generation/table_model.ts";

/** One turn of the autoregressive loop. */
export interface LoopStep {
  /** The text so far: what the table is asked about. */
  readonly context: string;
  readonly distribution: TableRow;
  readonly token: string;
  readonly probability: number;
}

/** Why the loop stopped: at the end token, at the step limit, or at a text that the table does not know. */
type LoopStop = "end" | "limit" | "unknown_context";

/** What the loop did. */
export interface LoopReport {
  readonly steps: readonly LoopStep[];
  /** Start and tokens, without the end token. */
  readonly text: string;
  readonly stoppedBy: LoopStop;
}

/** Options of {@linkcode loop}. */
interface LoopOptions {
  readonly start: string;
  /** The most tokens, the end token counted. */
  readonly maxSteps: number;
  /** The token that ends the text and is not part of it. Default `</s>`. */
  readonly end?: string;
  /** Default greedy: the likeliest token, the first of equals. */
  readonly pick?: PickMode;
  /** NumPy's `default_rng(seed)`; step i uses draw i. Default 0. */
  readonly seed?: number;
}

/**
 * The autoregressive loop over a table: look the text up, pick a token, append it, repeat. The table's rows must
 * sum to 1 (see `checkTable`); a row without tokens counts as unknown.
 */
export function loop(table: TableModel, options: LoopOptions): LoopReport {
  const { start, maxSteps, end = "</s>", pick = "greedy", seed = 0 } = options;
  const rng = pick === "sample" ? defaultRng(seed) : null;
  const steps: LoopStep[] = [];
  let text = start;
  while (steps.length < maxSteps) {
    const distribution = table.get(text);
    if (!distribution || distribution.size === 0) return { steps, text, stoppedBy: "unknown_context" };
    const token = rng ? draw(distribution, rng.random()) : likeliest(distribution);
    steps.push({ context: text, distribution, token, probability: distribution.get(token)! });
    if (token === end) return { steps, text, stoppedBy: "end" };
    text = joinToken(text, token, table);
  }
  return { steps, text, stoppedBy: "limit" };
}

function likeliest(row: TableRow): string {
  return [...row.keys()].reduce((best, token) => row.get(token)! > row.get(best)! ? token : best);
}

function draw(row: TableRow, u: number): string {
  return [...row.keys()][choice([...row.values()], u)]!;
}
