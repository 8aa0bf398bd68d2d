import { createCountModel } from "@/lib/lm/ngram/count_model.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { joinTokens } from "@/lib/lm/decode_bytes.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import type { ShippedName } from "@/lib/embedded/shipped.ts";
import type { CheckResults, TextResult } from "@/lib/server/models/card.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import { parcelDocuments, SEPARATOR } from "../corpus/build.ts";
import { parcelWorld } from "../corpus/grammar/document.ts";
import { documentProbability } from "./document_probability.ts";
import { FACT_PROMPTS, scoreFact } from "./fact_prompts.ts";
import { policyCases, scorePolicies } from "./policy_override.ts";
import { bitsPerByte, type DocumentScore, scoreDocuments, scoreHidden } from "./score_documents.ts";
import { pairsAgainstShortcut, scoreSubtraction } from "./subtraction.ts";

const POLICY_CASES = 200;
/** Bytes of each test text that are scored: what a few minutes allow. */
const TEST_BYTES = { parcel: 24_000, everyday: 12_000, books: 10_000 };
/** A masked model reads everything again for each token: it is asked about a few short documents only. */
const SAMPLE = { documents: 10, tokens: 36 };
/** Characters of the training text that the n-gram models are counted on. */
const COUNTED_BYTES = 4_000_000;
const LOOP_TOKENS = 200;

/** Documents of each test text, by its name. */
type TestDocuments = Readonly<Record<keyof typeof TEST_BYTES, readonly string[]>>;

/** Measures a shipped model, from the shipped files alone. */
export async function checkModel(name: ShippedName): Promise<CheckResults> {
  const model = serverModel(name);
  const facts = [];
  for (const fact of FACT_PROMPTS) facts.push(await scoreFact(model, fact));
  // A word of several tokens: the product of its pieces' probabilities, each after those before it.
  const coupon = await model.encode(" coupon");
  const scored = await model.score([0, ...await model.encode("The package left the"), ...coupon]);
  const couponNats = scored.slice(-coupon.length).reduce((sum, token) => sum - token.logProbability, 0);
  const heldOut = pairsAgainstShortcut(true);
  return {
    model: name,
    revision: model.id.revision,
    facts,
    coupon: Math.exp(-couponNats),
    subtraction: {
      held_out: await scoreSubtraction(model, heldOut),
      in_text: await scoreSubtraction(model, pairsAgainstShortcut(false).filter((_, i) => i % 8 === 0)),
      ...(name === "parcel-gpt" && await scoreCountedSubtraction(heldOut)),
    },
    policy: { cases: POLICY_CASES, obeyed: await scorePolicies(model, policyCases(POLICY_CASES)) },
    apologies: name === "parcel-bert" ? null : await apologies(model),
    ...(name === "parcel-bert" ? await scoreSample() : { texts: await scoreTexts(model, testBeginnings()) }),
  };
}

/** The masked model and the others on a few documents, and its guesses from both sides. */
async function scoreSample(): Promise<Pick<CheckResults, "texts" | "sample">> {
  const masked = serverModel("parcel-bert");
  const documents = await sampleDocuments(masked);
  const hidden: Record<string, TextResult> = {};
  for (const [text, each] of Object.entries(documents)) {
    hidden[text] = summary(await scoreHidden(masked, each));
  }
  return {
    texts: await scoreTexts(masked, documents),
    sample: {
      "parcel-gpt": await scoreTexts(serverModel("parcel-gpt"), documents),
      "parcel-gru": await scoreTexts(serverModel("parcel-gru"), documents),
      "both sides": hidden,
    },
  };
}

function testBeginnings(): TestDocuments {
  return {
    parcel: firstBytes(parcelDocuments("test"), TEST_BYTES.parcel),
    everyday: firstBytes(shippedTest("everyday"), TEST_BYTES.everyday),
    books: firstBytes(shippedTest("books"), TEST_BYTES.books),
  };
}

/** The first short documents of each test text. */
async function sampleDocuments(model: LanguageModel): Promise<TestDocuments> {
  const first = async (documents: Iterable<string>) => {
    const short: string[] = [];
    for (const document of documents) {
      if (short.length === SAMPLE.documents) break;
      if ((await model.encode(document)).length <= SAMPLE.tokens) short.push(document);
    }
    return short;
  };
  return {
    parcel: await first(parcelDocuments("test")),
    everyday: await first(shippedTest("everyday")),
    books: await first(shippedTest("books")),
  };
}

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

function summary(score: DocumentScore): TextResult {
  return { ...score, nats_per_token: score.nats / score.tokens, bits_per_byte: bitsPerByte(score) };
}

async function scoreTexts(model: LanguageModel, { parcel, everyday, books }: TestDocuments) {
  const floor = parcel.reduce((sum, text) => sum - Math.log(documentProbability(parcelWorld, text)), 0);
  const score = await scoreDocuments(model, parcel);
  return {
    parcel: { ...summary(score), floor_nats: floor, above_floor: score.nats / floor - 1 },
    everyday: summary(await scoreDocuments(model, everyday)),
    books: summary(await scoreDocuments(model, books)),
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
async function scoreCountedSubtraction(pairs: ReturnType<typeof pairsAgainstShortcut>) {
  const corpus = firstBytes(parcelDocuments("train"), COUNTED_BYTES).join(SEPARATOR);
  const score = (order: number) =>
    scoreSubtraction(createCountModel(corpus, { revision: "train", order }), pairs);
  return { bigram: await score(2), trigram: await score(3) };
}
