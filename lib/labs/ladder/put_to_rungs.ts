import {
  climb,
  countedRung,
  type LadderResult,
  networkRung,
  probe,
  type Probed,
  type RungResult,
} from "@/lib/labs/ladder/climb.ts";
import { type LadderNetwork, neuralRung } from "@/lib/labs/ladder/ladder_network.ts";
import type { Rung } from "@/lib/labs/ladder/rung.ts";
import type { CountRung } from "@/lib/labs/ladder/token_ngrams.ts";
import { unseenPairs } from "@/lib/labs/ladder/unseen_pairs.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";

/** What the rungs are made of. */
export interface LadderParts {
  /** Its tokens are those of every rung up to it. */
  readonly gpt: LanguageModel;
  readonly gru: LanguageModel;
  readonly counted: readonly CountRung[];
  readonly network: LadderNetwork;
  /** What rungs made of the probes, by name; kept from text to text. */
  readonly probed: Map<string, Probed>;
}

/** Puts a text to every rung of the site's own, from knowing nothing to a Transformer. */
export async function putToRungs(
  { gpt, gru, counted, network, probed }: LadderParts,
  text: string,
  signal?: AbortSignal,
): Promise<Pick<LadderResult, "text" | "rungs" | "pairs">> {
  const rungs = [
    countedRung(gpt, null),
    ...counted.map((rung) => countedRung(gpt, rung)),
    neuralRung(gpt, network),
    networkRung("parcel-gru", gru, signal),
    networkRung("parcel-gpt", gpt, signal),
  ];
  const results: RungResult[] = [];
  for (const rung of rungs) {
    signal?.throwIfAborted();
    results.push(await putToRung(rung, text, probed));
  }
  return { text, rungs: results, pairs: await unseenPairs(gpt, counted, network, text) };
}

/** Puts a text to one rung. */
export async function putToRung(
  rung: Rung,
  text: string,
  probed: LadderParts["probed"],
): Promise<RungResult> {
  const known = probed.get(rung.name) ?? await probe(rung);
  probed.set(rung.name, known);
  return await climb(rung, text, known);
}
