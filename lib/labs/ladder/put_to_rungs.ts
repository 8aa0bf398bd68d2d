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
  /** A hub model as one more rung. */
  readonly hub?: LanguageModel | null;
  /** What rungs made of the probes, by name; kept from text to text. */
  readonly probed: Map<string, Probed>;
}

/** Puts a text to every rung, from knowing nothing to a Transformer. */
export async function putToRungs(
  { gpt, gru, counted, network, hub, probed }: LadderParts,
  text: string,
  signal?: AbortSignal,
): Promise<Pick<LadderResult, "text" | "rungs" | "pairs">> {
  const rungs = [
    countedRung(gpt, null),
    ...counted.map((rung) => countedRung(gpt, rung)),
    neuralRung(gpt, network),
    networkRung("parcel-gru", gru, signal),
    networkRung("parcel-gpt", gpt, signal),
    ...(hub ? [networkRung(hub.id.name, hub, signal)] : []),
  ];
  const results: RungResult[] = [];
  for (const rung of rungs) {
    signal?.throwIfAborted();
    const known = probed.get(rung.name) ?? await probe(rung);
    probed.set(rung.name, known);
    results.push(await climb(rung, text, known));
  }
  return { text, rungs: results, pairs: await unseenPairs(gpt, counted, network, text) };
}
