import { brotliCompressSync, gzipSync } from "node:zlib";
import type { LadderResult, Probed } from "@/lib/labs/ladder/climb.ts";
import { type LadderNetwork, readLadderNetwork } from "@/lib/labs/ladder/ladder_network.ts";
import { putToRungs } from "@/lib/labs/ladder/put_to_rungs.ts";
import { type CountRung, countRungs } from "@/lib/labs/ladder/token_ngrams.ts";
import { leastTokens } from "@/lib/lm/least_tokens.ts";
import { ROOT } from "@/lib/server/root.ts";
import { readCheckResults, readModelCard } from "@/lib/server/models/card.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";

/** The corpus of the rungs of counts. */
const CORPUS = "static/corpora/parcel_world.txt";
const NETWORK = "static/ladder/neural_ngram.safetensors";

/** The most tokens that a page puts to the rungs. */
const MAX_TOKENS = 128;

let counted: Promise<CountRung[]> | null = null;
let network: LadderNetwork | null = null;
const probed = new Map<string, Probed>();

/** Figures of the model card on the grammar's test text, under their own names. */
interface LadderCard {
  readonly rows: readonly {
    readonly name: string;
    readonly bitsPerByte: number;
    readonly subtraction: string;
  }[];
  /** The grammar's known floor there. */
  readonly floor: number;
  /** Held-out subtractions that the page's own rungs answer, by rung. */
  readonly subtraction: Readonly<Record<string, string>>;
}

/** Puts a text to the rungs; null where it is too long for a page. */
export async function ladderOnServer(text: string): Promise<LadderResult | null> {
  const gpt = serverModel("parcel-gpt");
  if (leastTokens(text, gpt.vocabulary) > MAX_TOKENS) return null;
  if ((await gpt.encode(text)).length > MAX_TOKENS) return null;
  return await climbLadder(text);
}

/** Puts a text of any length to the rungs. */
export async function climbLadder(text: string): Promise<LadderResult> {
  const gpt = serverModel("parcel-gpt");
  counted ??= countRungs(gpt, Deno.readTextFileSync(`${ROOT}/${CORPUS}`));
  const parts = {
    gpt,
    gru: serverModel("parcel-gru"),
    counted: await counted,
    network: shippedNetwork(),
    probed,
  };
  const answer = await putToRungs(parts, text);
  const bytes = new TextEncoder().encode(text);
  const perByte = (compressed: Uint8Array) =>
    bytes.length === 0 ? null : 8 * compressed.length / bytes.length;
  return { ...answer, gzip: perByte(gzipSync(bytes)), brotli: perByte(brotliCompressSync(bytes)) };
}

function shippedNetwork(): LadderNetwork {
  return network ??= readLadderNetwork(Deno.readFileSync(`${ROOT}/${NETWORK}`));
}

const CARD_NAMES: Readonly<Record<string, string>> = {
  uniform: "uniform",
  order_1: "unigram, whole training text",
  order_2: "bigram, whole training text",
  order_3: "trigram, whole training text",
  order_5: "Kneser-Ney 5-gram, whole training text",
  neural_ngram: "neural n-gram",
  smollm2: "SmolLM2-135M-Instruct",
};

/** The figures of the model cards on the grammar's test text. */
export function ladderCard(): LadderCard {
  const { baselines } = readModelCard("parcel-gpt");
  const networks = (["parcel-gru", "parcel-gpt"] as const).map((name) => {
    const { texts, subtraction } = readCheckResults(name);
    return { name, text: texts["parcel"]!, subtraction: subtraction.held_out };
  });
  const own = readCheckResults("parcel-gpt");
  const share = (result: { readonly exact: number; readonly pairs: number } | undefined) =>
    result ? `${result.exact} of ${result.pairs}` : "";
  const counted = Object.entries(baselines["parcel"] ?? {}).flatMap(([key, bitsPerByte]) =>
    key in CARD_NAMES
      ? [{ name: CARD_NAMES[key]!, bitsPerByte, subtraction: share(subtractionOf(own, key)) }]
      : []
  );
  const { floor_nats: floor = 0, bytes } = own.texts["parcel"]!;
  return {
    rows: [
      ...counted,
      ...networks.map(({ name, text, subtraction }) => ({
        name,
        bitsPerByte: text.bits_per_byte,
        subtraction: share(subtraction),
      })),
    ].sort((a, b) => b.bitsPerByte - a.bitsPerByte),
    floor: floor / Math.LN2 / bytes,
    subtraction: Object.fromEntries([
      ...Object.entries(shippedNetwork().facts.subtraction).map(([rung, result]) => [rung, share(result)]),
      ...networks.map(({ name, subtraction }) => [name, share(subtraction)]),
    ]),
  };
}

function subtractionOf({ subtraction }: ReturnType<typeof readCheckResults>, key: string) {
  return key === "order_2" ? subtraction.bigram : key === "order_3" ? subtraction.trigram : undefined;
}
