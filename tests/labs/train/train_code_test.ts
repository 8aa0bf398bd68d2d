/** The code of /train, run in Python and in TypeScript on the weights that the page saves. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { codeText, type LabCode } from "@/lib/labs/code/code_line.ts";
import { trainCode, weightsFile } from "@/lib/labs/code/train_code.ts";
import { softmax } from "@/lib/lm/distribution/softmax.ts";
import { DEFAULT_SETTINGS, type TrainingSettings } from "@/lib/training/training_settings.ts";
import { openTrainLab } from "@/tests/labs/train/open_train_lab.ts";

async function outputOf(directory: string, command: string, args: readonly string[]): Promise<number[]> {
  const run = new Deno.Command(command, {
    args: [...args],
    cwd: directory,
    stdout: "piped",
    stderr: "piped",
  });
  const { success, stdout, stderr } = await run.output();
  assert(success, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** What both languages print of a run's own weights. */
async function printed(code: LabCode, name: string, weights: string): Promise<number[]> {
  for (const lines of [code.python, code.typescript]) assert(lines.length >= 6 && lines.length <= 15);
  const directory = Deno.makeTempDirSync();
  Deno.writeTextFileSync(`${directory}/${name}`, weights);
  Deno.writeTextFileSync(`${directory}/code.ts`, codeText(code.typescript));
  const [python, typescript] = await Promise.all([
    outputOf(directory, "python3", ["-c", codeText(code.python)]),
    outputOf(directory, Deno.execPath(), ["run", "--no-lock", "--no-config", "code.ts"]),
  ]);
  Deno.removeSync(directory, { recursive: true });
  assertEquals(python.length, typescript.length);
  python.forEach((value, index) => assertAlmostEquals(value, typescript[index]!, 1e-9));
  return python;
}

const RUNS: readonly Partial<TrainingSettings>[] = [{}, { activation: "tanh", seed: 3, steps: 40 }, {
  activation: "relu",
  embedding: 4,
  hidden: 4,
  tie: true,
  learning_rate: 0.02,
}, { batch: 5, steps: 20 }];

for (const patch of RUNS) {
  Deno.test(`the code of /train gives loss and distribution of the page: ${JSON.stringify(patch)}`, async () => {
    const settings = { ...DEFAULT_SETTINGS, ...patch };
    const { lab, files } = openTrainLab(patch);
    await lab.training.train();
    await lab.save("json");
    const run = lab.state.run.value!;
    const [{ name, content }] = files as [{ name: string; content: BlobPart }];
    assertEquals(name, weightsFile(settings.seed, settings.steps));
    const context = ["left", "regional"];
    const code = trainCode({ settings, step: run.losses.length, context, isWhole: true })!;
    const output = await printed(code, name, String(content));
    const shown = [...softmax(lab.state.look.value!.logits)];
    output.slice(-shown.length).forEach((p, id) => assertAlmostEquals(p, shown[id]!, 1e-5));
    assertEquals(output.length - shown.length, settings.batch === 0 ? 1 : 0);
    if (settings.batch === 0) assertAlmostEquals(output[0]!, run.finalLoss!, 1e-5);
    if (Object.keys(patch).length === 0) assertAlmostEquals(output[0]!, 0.347, 5e-4);
    lab.close();
  });
}

Deno.test("what the hand moved is lit in both languages: the rate, a unit, the watched context", () => {
  const run = { settings: DEFAULT_SETTINGS, step: 120, context: ["left", "regional"], isWhole: true };
  const { python, typescript } = trainCode(run)!;
  for (
    const name of [
      "learning_rate",
      "seed",
      "steps",
      "activation",
      "hidden",
      "embedding",
      "context",
      "corpus",
      "watched",
    ]
  ) {
    for (const lines of [python, typescript]) assert(lines.some(({ of }) => of.includes(name)), name);
  }
  assertEquals(trainCode({ ...run, settings: { ...DEFAULT_SETTINGS, tokens: "bpe" } }), null);
});

Deno.test("the lab says what was moved last: a setting, then the watched context", async () => {
  const { lab } = openTrainLab();
  lab.change({ learning_rate: 0.01, seed: DEFAULT_SETTINGS.seed });
  assertEquals(lab.state.moved.value, ["learning_rate"]);
  await lab.inspect.watch("left local");
  assertEquals(lab.state.moved.value, ["watched"]);
  lab.close();
});
