/**
 * Recomputes what the model card says of the shipped parcel-gpt, from the shipped files alone.
 *
 *     deno task models:check [--write]
 *
 * Prints the figures as JSON; --write stores them in static/models/parcel-gpt/results.json, where the card reads them.
 *
 * @module
 */
import { createCountModel } from "@/lib/lm/count_model.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { joinTokens } from "@/lib/lm/decode_bytes.ts";
import { topTokens } from "@/lib/lm/top_tokens.ts";
import { serverModel } from "@/lib/server/shipped_models.ts";
import { parcelDocuments, SEPARATOR } from "../corpus/build.ts";
import { parcelWorld } from "../corpus/grammar/document.ts";
import { documentProbability } from "./document_probability.ts";
import { FACT_PROMPTS, scoreFact } from "./fact_prompts.ts";
import { policyCases, scorePolicies } from "./policy_override.ts";
import { bitsPerByte, type DocumentScore, scoreDocuments } from "./score_documents.ts";
import { pairsAgainstShortcut, scoreSubtraction } from "./subtraction.ts";

const NAME = "parcel-gpt";
const POLICY_CASES = 200;
/** Bytes of each test text that are scored: what a few minutes allow. */
const TEST_BYTES = { parcel: 24_000, everyday: 12_000, books: 10_000 };
/** Characters of the training text that the n-gram models are counted on. */
const COUNTED_BYTES = 4_000_000;
const LOOP_TOKENS = 200;

/** The first documents of a test text. */
function firstBytes(documents: Iterable<string>, bytes: number): string[] {
  const taken: string[] = [];
  let held = 0;
  for (const document of documents) {
    if (held >= bytes) break;
    taken.push(document);
    held += document.length;
  }
  return taken;
}

function shippedTest(name: string): string[] {
  return Deno.readTextFileSync(new URL(`../corpus/test/${name}.txt`, import.meta.url)).split(SEPARATOR);
}

function summary(score: DocumentScore) {
  return { ...score, nats_per_token: score.nats / score.tokens, bits_per_byte: bitsPerByte(score) };
}

async function scoreTexts(model: LanguageModel) {
  const parcel = firstBytes(parcelDocuments("test"), TEST_BYTES.parcel);
  const floor = parcel.reduce((sum, text) => sum - Math.log(documentProbability(parcelWorld, text)), 0);
  const score = await scoreDocuments(model, parcel);
  return {
    parcel: { ...summary(score), floor_nats: floor, above_floor: score.nats / floor - 1 },
    everyday: summary(await scoreDocuments(model, firstBytes(shippedTest("everyday"), TEST_BYTES.everyday))),
    books: summary(await scoreDocuments(model, firstBytes(shippedTest("books"), TEST_BYTES.books))),
  };
}

/** How often greedy decoding says the apology before it ends or the limit comes. */
async function apologies(model: LanguageModel): Promise<number> {
  const sentence = "We apologize for the inconvenience.";
  const ids = [model.beginToken!, ...await model.encode(sentence)];
  for (let i = 0; i < LOOP_TOKENS; i++) {
    const next = topTokens((await model.logits(ids))[0]!, 1)[0]!;
    if (model.endTokens.includes(next)) break;
    ids.push(next);
  }
  return joinTokens(model.vocabulary, ids).split(sentence).length - 1;
}

/** The same questions to counts of the training text's beginning: a bigram and a trigram model. */
async function scoreCountedSubtraction() {
  const corpus = firstBytes(parcelDocuments("train"), COUNTED_BYTES).join(SEPARATOR);
  const score = (order: number) =>
    scoreSubtraction(createCountModel(corpus, { revision: "train", order }), pairsAgainstShortcut(true));
  return { bigram: await score(2), trigram: await score(3) };
}

async function check() {
  const model = serverModel(NAME);
  const facts = [];
  for (const fact of FACT_PROMPTS) facts.push(await scoreFact(model, fact));
  const [coupon] = await model.encode(" coupon");
  const scored = await model.score([0, ...await model.encode("The package left the"), coupon!]);
  return {
    model: NAME,
    revision: model.id.revision,
    facts,
    coupon: Math.exp(scored.at(-1)!.logProbability),
    subtraction: {
      held_out: await scoreSubtraction(model, pairsAgainstShortcut(true)),
      in_text: await scoreSubtraction(model, pairsAgainstShortcut(false).filter((_, i) => i % 8 === 0)),
      ...await scoreCountedSubtraction(),
    },
    policy: { cases: POLICY_CASES, obeyed: await scorePolicies(model, policyCases(POLICY_CASES)) },
    apologies: await apologies(model),
    texts: await scoreTexts(model),
  };
}

if (import.meta.main) {
  const text = JSON.stringify(await check(), null, 2) + "\n";
  await Deno.stdout.write(new TextEncoder().encode(text));
  if (Deno.args.includes("--write")) {
    await Deno.writeTextFile(
      new URL(`../../static/models/${NAME}/results.json`, import.meta.url),
      text,
    );
  }
}
