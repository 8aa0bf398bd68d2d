/**
 * The requests of a soak: every page, every endpoint, and a share of predictions that nobody asked before.
 *
 * @module
 */
import { defaultRng, type Pcg64 } from "@/lib/lm/sampler/pcg64.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import { endpoints } from "@/routes/api/endpoints.ts";
import { pages } from "@/routes/mod.ts";
import { hostileRequests } from "./hostile_requests.ts";

/** One request. */
export interface Planned {
  /** What it is counted under. */
  readonly kind: "page" | "api" | "predict" | "hostile";
  readonly path: string;
  /** Body of a POST in JSON; null for GET. */
  readonly body: string | null;
}

/** Share of predictions. */
const PREDICT_SHARE = 0.03;
/** Share of pages among the rest. */
const PAGE_SHARE = 0.6;
const PROMPT_TOKENS = 8;

/** Addresses beside the plain ones: what visitors ask of a page. */
const ASKED = [
  "/?text=The+truck+left+the",
  "/softmax?logits=1,2,3,0.5&temperature=0.7",
  "/ngram?corpus=parcel_messages&order=3&context=the+package",
  "/loss?probabilities=0.5,0.25,0.125",
  "/kv-cache?tokens=4096&batch=2",
  "/context?limit=64&prompt_tokens=40&generated_tokens=60",
  "/train?steps=20",
];

/** Hostile requests are made anew for so many seeds: more would take the memory of this process. */
const HOSTILE_ROUNDS = 3;

/**
 * Plans requests, the same ones for the same seed.
 *
 * @param hostile Share of requests that a hostile visitor would send.
 */
export async function createTraffic(seed: number, hostile = 0): Promise<() => Planned> {
  const random = defaultRng(seed);
  const prompt = await createPrompts(random);
  const paths = [...pages.map(({ path }) => path), ...ASKED];
  const calls = endpoints.filter(({ name }) => name !== "predict");
  const pick = <T>(list: readonly T[]) => list[Math.floor(random.random() * list.length)]!;
  const attacks = hostile === 0 ? [] : createAttacks();
  return () => {
    if (hostile > 0 && random.random() < hostile) return pick(attacks);
    const share = random.random();
    if (share < PREDICT_SHARE) {
      return { kind: "predict", path: "/api/v1/predict", body: JSON.stringify({ text: prompt() }) };
    }
    if (share < PREDICT_SHARE + PAGE_SHARE) return { kind: "page", path: pick(paths), body: null };
    const { name, example } = pick(calls);
    return { kind: "api", path: `/api/v1/${name}`, body: JSON.stringify(example) };
  };
}

function createAttacks(): Planned[] {
  const rounds = Array.from({ length: HOSTILE_ROUNDS }, (_, round) => hostileRequests(7 * round + 1));
  return rounds.flat().map(({ path, body = null }) => ({ kind: "hostile", path, body }));
}

/** Prompts of exactly as many tokens, each different from all before. */
async function createPrompts(random: Pcg64): Promise<() => string> {
  const model = serverModel("parcel-gpt");
  const words = (await Deno.readTextFile(new URL("../static/corpora/parcel_messages.txt", import.meta.url)))
    .match(/\b[a-z]{3,}\b/g) ?? [];
  const whole: string[] = [];
  for (const word of new Set(words)) if ((await model.encode(` ${word}`)).length === 1) whole.push(word);
  const asked = new Set<string>();
  return () => {
    for (;;) {
      const rest = Array.from(
        { length: PROMPT_TOKENS - 1 },
        () => whole[Math.floor(random.random() * whole.length)],
      );
      const text = `The ${rest.join(" ")}`;
      if (asked.has(text)) continue;
      asked.add(text);
      return text;
    }
  };
}
