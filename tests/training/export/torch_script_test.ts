import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { readSafetensors } from "@/lib/transformer/weights/safetensors.ts";
import { shippedCorpus } from "@/lib/training/data/corpora.ts";
import { createEncoder } from "@/lib/training/data/corpus_tokenizer.ts";
import { createPlainEngine } from "@/lib/training/engines/plain_engine.ts";
import { prepareRun, startRun } from "@/lib/training/run/start_run.ts";
import { stateDict, weightsJson } from "@/lib/training/export/state_dict.ts";
import { torchScript } from "@/lib/training/export/torch_script.ts";
import { corpusTexts } from "@/lib/training/data/corpus_texts.ts";
import { DEFAULT_SETTINGS, type TrainingSettings } from "@/lib/training/training_settings.ts";
import { writeSafetensors } from "@/lib/training/export/write_safetensors.ts";

/** The project's folder stands in for the site. */
const ROOT = new URL("../../../", import.meta.url);

/** A Python with PyTorch, where there is one: TORCH_PYTHON names it. */
const PYTHON = Deno.env.get("TORCH_PYTHON") ?? "python3";
const hasTorch = await new Deno.Command(PYTHON, { args: ["-c", "import torch"], stderr: "null" }).output()
  .then(({ success }) => success, () => false);

const RUNS: readonly Partial<TrainingSettings>[] = [
  {},
  {
    corpus: "parcel_messages",
    vocabulary: 120,
    context: 3,
    batch: 64,
    held_out: 10,
    steps: 12,
    hidden: 8,
    learning_rate: 0.01,
  },
  { batch: 5, optimizer: "adamw", schedule: "cosine", steps: 30, held_out: 20, seed: 3 },
  {
    optimizer: "momentum",
    activation: "tanh",
    embedding: 5,
    hidden: 5,
    tie: true,
    learning_rate: 0.1,
    steps: 20,
  },
  { optimizer: "sgd", activation: "relu", context: 1, vocabulary: 5, steps: 25, seed: 2 ** 32 + 1 },
  {
    tokens: "bpe",
    vocabulary: 270,
    context: 3,
    steps: 10,
    corpus: 'zwölf Wörter\nsay "so"\\n twice\nwie so\n',
  },
];

for (const [index, change] of RUNS.entries()) {
  Deno.test({
    name: `torchScript() prints the losses of run ${index} when PyTorch runs it`,
    ignore: !hasTorch,
    fn: async () => {
      const settings = { ...DEFAULT_SETTINGS, ...change };
      const shipped = shippedCorpus(settings.corpus);
      const text = shipped ? Deno.readTextFileSync(new URL(`static/${shipped.file}`, ROOT)) : settings.corpus;
      const texts = corpusTexts(text, shipped);
      const prepared = prepareRun(texts, settings);
      const { tokenizer } = prepared.data;
      const encoded = settings.tokens === "bpe"
        ? { texts: texts.map(createEncoder(tokenizer)), vocabulary: tokenizer.tokens.length }
        : undefined;
      const script = torchScript({ settings, origin: ROOT.href.replace(/\/$/, ""), encoded });
      const { stdout, stderr } = await new Deno.Command(PYTHON, { args: ["-c", script] }).output();
      const lines = new TextDecoder().decode(stdout).trim().split("\n");
      assertEquals(lines.length, settings.steps + 1, new TextDecoder().decode(stderr));
      const run = startRun(prepared, createPlainEngine(prepared.spec));
      for (let step = 0; step < settings.steps; step++) {
        const { loss } = await run.advance();
        assertAlmostEquals(loss, Number(lines[step]!.split(" ")[1]), 1e-4, `step ${step}`);
      }
      assertAlmostEquals(await run.trainLoss(), Number(lines.at(-1)!.split(" ")[1]), 1e-4, "final");
    },
  });
}

Deno.test("torchScript() quotes sentences so that Python reads them back", () => {
  const script = torchScript({
    settings: { ...DEFAULT_SETTINGS, corpus: 'a "quoted" back\\slash\nb c' },
    origin: "",
  });
  assertStringIncludes(script, '    "a \\"quoted\\" back\\\\slash",\n    "b c",\n');
});

Deno.test("torchScript() fetches a shipped corpus from the site", () => {
  const script = torchScript({
    settings: { ...DEFAULT_SETTINGS, corpus: "everyday" },
    origin: "https://example.org",
  });
  assertStringIncludes(script, 'urlopen("https://example.org/static/corpora/everyday.txt")');
});

Deno.test("writeSafetensors() writes what readSafetensors() reads: names, shapes and bits", () => {
  const { shape, spec } = prepareRun(corpusTexts(DEFAULT_SETTINGS.corpus, null), DEFAULT_SETTINGS);
  const tensors = stateDict(shape, spec.weights, 0);
  const file = readSafetensors(writeSafetensors(tensors, { format: "pt" }));
  assertEquals(file.metadata, { format: "pt" });
  assertEquals([...file.tensors.keys()], ["0.weight", "2.weight", "2.bias", "4.weight", "4.bias"]);
  for (const { name, shape, values } of tensors) {
    const stored = file.tensors.get(name)!;
    assertEquals(stored.shape, shape);
    assertEquals(new Float32Array(stored.bytes.slice().buffer), values);
  }
  const json = JSON.parse(weightsJson(tensors, { vocabulary: ["a"] }));
  assertEquals(json.weights["0.weight"].length, 8);
  assertEquals(Float32Array.from(json.weights["4.weight"].flat()), spec.weights.outputWeight);
  assert("vocabulary" in json);
});
