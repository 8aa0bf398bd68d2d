/**
 * Trains the ladder's neural n-gram on parcel_world.txt, in parcel-gpt's tokens, and stores it where /ladder reads it:
 *
 *     deno run -A models/ladder/train_neural_ngram.ts [--epochs=1]
 *
 * The same seed gives the same file; some minutes on one core. The file also says how many of the held-out subtractions
 * each rung of counts and the network answer.
 *
 * @module
 */
import { countedRung } from "@/lib/labs/ladder/climb.ts";
import {
  type LadderNetwork,
  type LadderNetworkFacts,
  neuralRung,
  readLadderNetwork,
} from "@/lib/labs/ladder/ladder_network.ts";
import { countRungs } from "@/lib/labs/ladder/token_ngrams.ts";
import { joinTokens } from "@/lib/lm/decode_bytes.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { splitTexts } from "@/lib/lm/ngram/count_model.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import { writeSafetensors } from "@/lib/training/export/write_safetensors.ts";
import type { Batch, ExampleSet } from "@/lib/training/network/batch.ts";
import {
  initialWeights,
  type NetworkShape,
  type NetworkWeights,
  PARAMETERS,
  parameterShapes,
} from "@/lib/training/network/network.ts";
import { MOMENTS, scheduledRate, updateInPlace } from "@/lib/training/network/optimizer.ts";
import { backwardPass, forwardPass } from "@/lib/training/network/passes.ts";
import { TorchGenerator } from "@/lib/training/network/torch_generator.ts";
import { countPrompt, pairsAgainstShortcut } from "../check/subtraction.ts";

const CORPUS = "static/corpora/parcel_world.txt";
const TARGET = "static/ladder/neural_ngram.safetensors";
const [CONTEXT, EMBEDDING, HIDDEN, BATCH, RATE, SEED] = [4, 32, 64, 128, 0.006, 7];

if (import.meta.main) {
  const given = Deno.args.find((each) => each.startsWith("--epochs="));
  await train(Number(given?.split("=")[1] ?? 1));
}

async function train(epochs: number): Promise<void> {
  const gpt = serverModel("parcel-gpt");
  const texts: number[][] = [];
  const corpus = Deno.readTextFileSync(CORPUS);
  for (const text of splitTexts(corpus)) texts.push(await gpt.encode(text));
  const begin = gpt.beginToken!;
  // The network has a row for the begin token, which only stands in front, and for each token of the corpus.
  const tokens = [begin, ...[...new Set(texts.flat())].sort((a, b) => a - b)];
  const examples = examplesOf(texts, new Map(tokens.map((token, row) => [token, row])));
  const shape: NetworkShape = {
    vocabulary: tokens.length,
    context: CONTEXT,
    embedding: EMBEDDING,
    hidden: HIDDEN,
    activation: "tanh",
    tied: false,
  };
  const generator = new TorchGenerator(SEED);
  const weights = initialWeights(shape, generator);
  const loss = descend({ shape, weights, examples, generator, epochs });
  const shapes = parameterShapes(shape);
  const tensors = PARAMETERS.map((name) => ({ name, shape: shapes[name], values: weights[name] }));
  const file = (facts: object) => writeSafetensors(tensors, { facts: JSON.stringify(facts) });
  const facts = { corpus: CORPUS.split("/").at(-1), shape, tokens, seed: SEED, epochs, loss };
  const network = readLadderNetwork(file(facts));
  const subtraction = await subtractionOf(gpt, corpus, network);
  Deno.mkdirSync("static/ladder", { recursive: true });
  Deno.writeFileSync(TARGET, file({ ...facts, subtraction }));
  await say(
    `${TARGET}: ${tokens.length} tokens, ${epochs} epochs, ${loss.toFixed(4)} nats a token over the last`,
  );
}

/** Held-out subtractions that each rung of this corpus answers, as models/check asks them. */
async function subtractionOf(
  gpt: LanguageModel,
  corpus: string,
  network: LadderNetwork,
): Promise<LadderNetworkFacts["subtraction"]> {
  const rungs = [
    countedRung(gpt, null),
    ...(await countRungs(gpt, corpus)).map((rung) => countedRung(gpt, rung)),
    neuralRung(gpt, network),
  ];
  const pairs = pairsAgainstShortcut(true);
  const results: Record<string, { pairs: number; exact: number }> = {};
  for (const rung of rungs) {
    let exact = 0;
    for (const [ordered, returned] of pairs) {
      const [answer] = topTokens(await rung.next(countPrompt(ordered, returned)), 1);
      if (Number(joinTokens(gpt.vocabulary, [answer!])) === ordered - returned) exact++;
    }
    results[rung.name] = { pairs: pairs.length, exact };
  }
  return results;
}

/** Every token of every text with the four before it; begin tokens stand in front of a text. */
function examplesOf(texts: readonly (readonly number[])[], rows: ReadonlyMap<number, number>): ExampleSet {
  const contexts: number[] = [];
  const targets: number[] = [];
  for (const text of texts) {
    const row = [...new Array<number>(CONTEXT).fill(0), ...text.map((token) => rows.get(token)!)];
    for (let at = CONTEXT; at < row.length; at++) {
      contexts.push(...row.slice(at - CONTEXT, at));
      targets.push(row[at]!);
    }
  }
  return { contexts: Int32Array.from(contexts), targets: Int32Array.from(targets) };
}

interface Descent {
  readonly shape: NetworkShape;
  readonly weights: NetworkWeights;
  readonly examples: ExampleSet;
  readonly generator: TorchGenerator;
  readonly epochs: number;
}

/** Adam over shuffled batches, its rate falling along half a cosine. Returns the mean loss of the last epoch. */
function descend({ shape, weights, examples, generator, epochs }: Descent): number {
  const moments = new Map(
    PARAMETERS.map((name) => [
      name,
      Array.from({ length: MOMENTS.adam }, () => new Float32Array(weights[name].length)),
    ]),
  );
  const perEpoch = Math.floor(examples.targets.length / BATCH);
  let mean = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = generator.permutation(examples.targets.length);
    mean = 0;
    for (let step = 0; step < perEpoch; step++) {
      const batch = batchOf(examples, order.subarray(step * BATCH, (step + 1) * BATCH));
      const pass = backwardPass(shape, weights, batch, forwardPass(shape, weights, batch));
      const update = epoch * perEpoch + step + 1;
      const rate = scheduledRate("cosine", RATE, update - 1, epochs * perEpoch);
      for (const name of PARAMETERS) {
        updateInPlace(weights[name], pass.weights[name], moments.get(name)!, {
          optimizer: "adam",
          rate,
          update,
        });
      }
      mean += pass.loss / perEpoch;
    }
    say(`epoch ${epoch + 1}: ${mean.toFixed(4)} nats a token`);
  }
  return mean;
}

function batchOf({ contexts, targets }: ExampleSet, order: Uint32Array): Batch {
  const chosen = new Int32Array(order.length * CONTEXT);
  order.forEach((from, row) =>
    chosen.set(contexts.subarray(from * CONTEXT, (from + 1) * CONTEXT), row * CONTEXT)
  );
  return { contexts: chosen, targets: Int32Array.from(order, (from) => targets[from]!) };
}

async function say(line: string): Promise<void> {
  await Deno.stdout.write(new TextEncoder().encode(`${line}\n`));
}
