/** The run's files as text: what the script says of each setting, tensors' names and places. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { stateDict, weightsJson } from "@/lib/training/export/state_dict.ts";
import { torchScript } from "@/lib/training/export/torch_script.ts";
import { writeSafetensors } from "@/lib/training/export/write_safetensors.ts";
import type { NetworkShape, NetworkWeights } from "@/lib/training/network/network.ts";
import { DEFAULT_SETTINGS, type TrainingSettings } from "@/lib/training/training_settings.ts";

const script = (settings: Partial<TrainingSettings>, encoded?: { texts: number[][]; vocabulary: number }) =>
  torchScript({ settings: { ...DEFAULT_SETTINGS, ...settings }, origin: "http://x.test", encoded });

Deno.test("a script names its corpus, its vocabulary's size and its held-out share", () => {
  const shipped = script({ corpus: "parcel_messages", vocabulary: 120, held_out: 10, context: 3 });
  assertStringIncludes(shipped, 'urlopen("http://x.test/static/corpora/parcel_messages.txt")');
  assertStringIncludes(shipped, 'if len(kept) > 120:\n    kept = ["<unk>"]');
  assertStringIncludes(shipped, "counts.most_common(119)");
  assertStringIncludes(shipped, "context = 3\nheld_out = 10 ");
  const encoded = script({ tokens: "bpe" }, { texts: [[1, 2], [3]], vocabulary: 300 });
  assertStringIncludes(encoded, "texts = [[1,2],[3]]\nvocabulary_size = 300\n");
});

Deno.test("a script has the network's layers, dropout and tied weights where they are", () => {
  const plain = script({ context: 3, embedding: 5, hidden: 7 });
  assertStringIncludes(plain, "    nn.Linear(15, 7),\n    nn.GELU(),\n    nn.Linear(7, vocabulary_size),\n)");
  assertEquals([plain.includes("Dropout"), plain.includes("net[-1].weight")], [false, false]);
  const dropped = script({ dropout: 0.25, activation: "relu", tie: true, embedding: 4, hidden: 4, seed: 9 });
  assertStringIncludes(dropped, "    nn.ReLU(),\n    nn.Dropout(0.25),\n    nn.Linear(4, vocabulary_size),");
  assertStringIncludes(dropped, "# Dropout draws other masks here");
  assertStringIncludes(dropped, "net[-1].weight = net[0].weight");
  assertStringIncludes(dropped, "torch.manual_seed(9)");
});

Deno.test("a script trains as the page does: optimizer, schedule, batches, and the examples that are measured", () => {
  const whole = script({ optimizer: "momentum", learning_rate: 0.5, schedule: "linear", steps: 30 });
  for (
    const line of [
      "steps, rate = 30, 0.5",
      "torch.optim.SGD(net.parameters(), lr=0.5, momentum=0.9)",
      'group["lr"] = rate * (1 - step / steps)',
      "rows = torch.arange(len(targets))",
      "seen = torch.arange(len(targets))",
    ]
  ) assertStringIncludes(whole, line);
  const batches = script({ batch: 8, optimizer: "sgd", schedule: "cosine" });
  for (
    const line of [
      "torch.randperm(len(targets)).split(8)",
      "torch.optim.SGD(net.parameters(), lr=0.05)\n",
      "rate * 0.5 * (1 + math.cos(math.pi * step / steps))",
      "size = min(len(targets), 2048)",
    ]
  ) assertStringIncludes(batches, line);
});

const SHAPE: NetworkShape = {
  vocabulary: 3,
  context: 2,
  embedding: 1,
  hidden: 2,
  activation: "tanh",
  tied: false,
};
const WEIGHTS: NetworkWeights = {
  embedding: Float32Array.of(1, 2, 3),
  hiddenWeight: Float32Array.of(4, 5, 6, 7),
  hiddenBias: Float32Array.of(8, 9),
  outputWeight: Float32Array.of(10, 11, 12, 13, 14, 15),
  outputBias: Float32Array.of(16, 17, 18),
};

Deno.test("weights go out under PyTorch's names, a layer later with dropout, and as rows in JSON", () => {
  const names = (dropout: number) => stateDict(SHAPE, WEIGHTS, dropout).map(({ name }) => name);
  assertEquals(names(0), ["0.weight", "2.weight", "2.bias", "4.weight", "4.bias"]);
  assertEquals(names(0.1).slice(3), ["5.weight", "5.bias"]);
  assertEquals(JSON.parse(weightsJson(stateDict(SHAPE, WEIGHTS, 0), { seed: 7 })), {
    seed: 7,
    weights: {
      "0.weight": [[1], [2], [3]],
      "2.weight": [[4, 5], [6, 7]],
      "2.bias": [8, 9],
      "4.weight": [[10, 11], [12, 13], [14, 15]],
      "4.bias": [16, 17, 18],
    },
  });
});

Deno.test("a safetensors file has its header's length, a header of whole eights, and the tensors one after another", () => {
  const file = writeSafetensors([
    { name: "a", shape: [2], values: Float32Array.of(1.5, -2) },
    { name: "b", shape: [1, 1], values: Float32Array.of(0.25) },
  ], { k: "v" });
  const view = new DataView(file.buffer);
  const length = Number(view.getBigUint64(0, true));
  assertEquals([length % 8, file.length], [0, 8 + length + 12]);
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
  assertEquals(header, {
    __metadata__: { k: "v" },
    a: { dtype: "F32", shape: [2], data_offsets: [0, 8] },
    b: { dtype: "F32", shape: [1, 1], data_offsets: [8, 12] },
  });
  assertEquals([0, 4, 8].map((at) => view.getFloat32(8 + length + at, true)), [1.5, -2, 0.25]);
});
