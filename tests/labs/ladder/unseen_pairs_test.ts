import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { climb, countedRung, probe } from "@/lib/labs/ladder/climb.ts";
import { EVEN_SHARE, neuralRung, readLadderNetwork } from "@/lib/labs/ladder/ladder_network.ts";
import { putToRungs } from "@/lib/labs/ladder/put_to_rungs.ts";
import { countRungs } from "@/lib/labs/ladder/token_ngrams.ts";
import { unseenPairs } from "@/lib/labs/ladder/unseen_pairs.ts";
import { writeSafetensors } from "@/lib/training/export/write_safetensors.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import { PARAMETERS, parameterShapes } from "@/lib/training/network/network.ts";
import { fakeModel } from "../../lm/fake_model.ts";

const tokenizer = fakeModel({ tokens: ["a", "b", "c", "d"] });

/** A network of two numbers a token whose logits are those of the last token's own row. */
function network() {
  const shape = {
    vocabulary: 4,
    context: 2,
    embedding: 2,
    hidden: 2,
    activation: "tanh",
    tied: false,
  } as const;
  const values = {
    embedding: [0, 0, 1, 0, 0, 1, 1, 1],
    hiddenWeight: [0, 0, 1, 0, 0, 0, 0, 1],
    hiddenBias: [0, 0],
    outputWeight: [9, 9, 0, 4, 4, 0, -4, -4],
    outputBias: [9, 0, 0, 0],
  };
  const shapes = parameterShapes(shape);
  const facts = { corpus: "x", shape, tokens: [3, 0, 1, 2], seed: 0, epochs: 0, subtraction: {} };
  const tensors = PARAMETERS.map((name) => ({
    name,
    shape: shapes[name],
    values: Float32Array.from(values[name]),
  }));
  return readLadderNetwork(writeSafetensors(tensors, { facts: JSON.stringify(facts) }));
}

Deno.test("the shipped kind of network is a distribution over the whole vocabulary, its begin row never said", () => {
  const next = network().next([0], 4);
  assertAlmostEquals(next.reduce((sum, p) => sum + p, 0), 1, 1e-9);
  assertAlmostEquals(next[3]!, EVEN_SHARE / 4, 1e-12);
  assert(next[1]! > 0.8, `${next}`);
});

Deno.test("the neural rung sees its own context and no further", async () => {
  const rung = neuralRung(tokenizer, network());
  assertEquals(rung.looksBack, 2);
  assertEquals(await rung.next("abc"), await rung.next("bbc"));
  const bits = await rung.bitsPerByte("ab");
  const probabilities = [(await rung.next(""))[0]!, (await rung.next("a"))[1]!];
  assertAlmostEquals(bits!, -Math.log2(probabilities[0]! * probabilities[1]!) / 2, 1e-9);
  assertEquals(await rung.bitsPerByte(""), null);
});

Deno.test("a pair is seen, or zero by counts, smoothed and generalized in one row", async () => {
  const rungs = await countRungs(tokenizer, "abcabca\n<|endoftext|>\nab");
  const pairs = await unseenPairs(tokenizer, rungs, network(), "ab");
  assertEquals(pairs.context.map(({ id }) => id), [0, 1]);
  const row = (id: number) => pairs.rows.find((each) => each.id === id)!;
  // A text of two tokens begins with them: "ab" at a beginning was followed by c once.
  assertEquals([pairs.seen, pairs.different], [1, 1]);
  assertEquals([row(2).afterLast, row(2).afterContext, row(2).counted], [2, 1, 1]);
  assertEquals([row(0).afterContext, row(0).counted], [0, 0]);
  assert(row(0).smoothed > 0 && row(0).generalized > 0);
  // The rows of a and b side by side; each hidden unit reads one number of the second.
  assertEquals([pairs.embeddings, pairs.embedding, pairs.known], [[1, 0, 0, 1], 2, 3]);
  assertEquals(pairs.hidden.map((value) => value.toFixed(6)), ["0.000000", Math.tanh(1).toFixed(6)]);
  const logit = (id: number) => pairs.logits[pairs.rows.findIndex((each) => each.id === id)];
  assertEquals([0, 1, 2].map((id) => logit(id)?.toFixed(5)), ["3.04638", "0.00000", "-3.04638"]);
  assertEquals(
    [3, 0].map((id) => (logit(id) ?? null) === null),
    [true, false],
    "the begin row's logit is no token's",
  );
  const generalized = pairs.rows.map((each) => each.generalized);
  assertEquals(generalized, generalized.toSorted((a, b) => b - a));
});

Deno.test("counts of a context that was never seen have no row", async () => {
  const rungs = await countRungs(tokenizer, "abcabc");
  const { seen, rows } = await unseenPairs(tokenizer, rungs, network(), "ccccc");
  assertEquals(seen, 0);
  assertEquals(new Set(rows.map(({ counted }) => counted)), new Set([null]));
});

Deno.test("a bigram moves only where its one token is changed", async () => {
  const rungs = await countRungs(tokenizer, "abcabc");
  const spaced = fakeModel({ tokens: ["a", "b", " ", "something"] });
  const bigram = (await countRungs(spaced, "a b a b a"))[1]!;
  const rung = countedRung(spaced, bigram);
  const { steps } = await climb(rung, "a b a", await probe(rung));
  assertEquals(steps.map((bits) => bits > 0), [true, false, false]);
  assertEquals(rungs.length, 4);
});

Deno.test("the shipped network is sure and right where the corpus never had the pair", async () => {
  const gpt = serverModel("parcel-gpt");
  const rungs = await countRungs(gpt, Deno.readTextFileSync("static/corpora/parcel_world.txt"));
  const shipped = readLadderNetwork(Deno.readFileSync("static/ladder/neural_ngram.safetensors"));
  const { seen, rows: [sure] } = await unseenPairs(gpt, rungs, shipped, "the retained item count is 42");
  assertEquals([seen, sure!.afterLast, sure!.counted, sure!.bytes], [0, 0, null, [0x2e]]);
  assert(sure!.generalized > 0.97 && sure!.smoothed < 0.02, JSON.stringify(sure));
});

Deno.test("a text is put to every rung in its place, and the probes only once", async () => {
  const models = () => fakeModel({ tokens: ["a", "b", "c", "d"], beginToken: 0, contextLength: 64 });
  const [gpt, gru] = [models(), models()];
  const parts = {
    gpt,
    gru,
    counted: await countRungs(gpt, "abcabc"),
    network: network(),
    probed: new Map(),
  };
  const names = async () => (await putToRungs(parts, "ab")).rungs.map(({ name }) => name);
  const own = await names();
  assertEquals([own.at(0), own.slice(-2)], ["uniform", ["parcel-gru", "parcel-gpt"]]);
  const first = gru.calls.length;
  assertEquals(await names(), own);
  // Three probes are two texts each.
  assertEquals(gru.calls.length - first, first - 6);
  const [uniform] = (await putToRungs(parts, "ab")).rungs;
  assertEquals([uniform!.bitsPerByte, uniform!.next[0]!.probability, uniform!.looksBack], [2, 0.25, 0]);
});

Deno.test("a text that is called off is put to no further rung, also of those that hear of no signal", async () => {
  const controller = new AbortController();
  const gpt = fakeModel({ tokens: ["a", "b", "c", "d"], beginToken: 0 });
  const counted = await countRungs(gpt, "abc");
  const probed = new Map();
  const leaving = {
    ...gpt,
    encode: (text: string) => (controller.abort(new Error("edited")), gpt.encode(text)),
  };
  const parts = { gpt: leaving, gru: gpt, counted, network: network(), probed };
  await assertRejects(() => putToRungs(parts, "ab", controller.signal), Error, "edited");
  assertEquals([[...probed.keys()], gpt.calls], [["uniform"], []]);
});
