import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { DEFAULT_QUERY, type PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import type { CodeSubject } from "@/lib/labs/predictor/copy/code_subject.ts";
import { pythonCode } from "@/lib/labs/predictor/copy/python_code.ts";
import { typescriptCode } from "@/lib/labs/predictor/copy/typescript_code.ts";
import { pickToken } from "@/lib/lm/sampler/pick_token.ts";
import { shapedProbabilities } from "@/lib/lm/sampler/shape.ts";

const PROMPT = [1, 2, 3];
const SIZE = 64;
const END = 63;

const SHAPED: PredictorQuery = {
  ...DEFAULT_QUERY,
  text: 'He said "hi"\n\\x',
  pick: "sample",
  seed: 7,
  temperature: 0.8,
  top_k: 20,
  top_p: 0.9,
  min_p: 0.05,
  repetition_penalty: 1.3,
  max_tokens: 12,
  path: [5, 3],
};

function subject(query: PredictorQuery): CodeSubject {
  const model = { name: "owner/name", revision: "main", dtype: "q4" };
  return { query, model, endTokens: [END], link: "https://site.test/?seed=7" };
}

/** A model of arithmetic that the generated program can have too. */
function logitsAfter(ids: readonly number[]): Float32Array {
  const sum = ids.reduce((a, b) => a + b, 0);
  return Float32Array.from({ length: SIZE }, (_, id) => Math.sin(sum * 0.37 + id * 1.7) * 3);
}

const STUBS = `
const AutoTokenizer = { from_pretrained: () => ({ encode: () => [${PROMPT}], decode: () => "" }) };
class Tensor { constructor(type, data, dims) { this.data = data; this.dims = dims; } to() { return this; } }
const AutoModelForCausalLM = { from_pretrained: () => ({ input_ids }) => {
  const sum = Number(input_ids.data.reduce((a, b) => a + b, 0n));
  const row = Float32Array.from({ length: ${SIZE} }, (_, id) => Math.sin(sum * 0.37 + id * 1.7) * 3);
  return { logits: new Tensor("float32", row, [1, 1, ${SIZE}]) };
} };
`;

async function run(code: string): Promise<number[]> {
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, code.replace(/^import .*$/m, STUBS));
    const args = ["run", "--no-check", "--no-config", file];
    const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), { args }).output();
    assert(success, new TextDecoder().decode(stderr));
    const lines = new TextDecoder().decode(stdout).split("\n").filter((line) => /^\d+ "/.test(line));
    return lines.map((line) => parseInt(line));
  } finally {
    await Deno.remove(file);
  }
}

function expected(query: PredictorQuery): number[] {
  const generated: number[] = [];
  while (generated.length < query.max_tokens) {
    const ids = [...PROMPT, ...generated];
    const index = generated.length;
    const shaped = shapedProbabilities(logitsAfter(ids), query, ids);
    generated.push(query.path[index] ?? pickToken(shaped, query.pick, query.seed, index));
    if (index >= query.path.length && generated.at(-1) === END) break;
  }
  return generated;
}

Deno.test("typescriptCode() generates the tokens that the page does", async () => {
  const orders: PredictorQuery["stages"][] = [SHAPED.stages, [...SHAPED.stages].reverse()];
  for (const stages of orders) {
    for (const query of [SHAPED, { ...SHAPED, temperature: 0 }, { ...SHAPED, pick: "greedy" as const }]) {
      const ordered = { ...query, stages };
      assertEquals(await run(typescriptCode(subject(ordered))), expected(ordered));
    }
  }
});

Deno.test("typescriptCode() cuts by min-p alone where the page does", async () => {
  const cut = { ...SHAPED, top_k: 0, top_p: 1, min_p: 0.7, max_tokens: 8 };
  const uncut = { ...cut, min_p: 0 };
  assert(expected(cut).join() !== expected(uncut).join());
  assertEquals(await run(typescriptCode(subject(cut))), expected(cut));
});

Deno.test("typescriptCode() without a sampler's stage generates what the page does", async () => {
  const plain = { ...DEFAULT_QUERY, max_tokens: 6 };
  assertEquals(await run(typescriptCode(subject(plain))), expected(plain));
});

Deno.test("pythonCode() has the stages in their order, the draws of the seed, and no setting that is off", () => {
  const code = pythonCode(subject({ ...SHAPED, min_p: 0, stages: ["top_p", "temperature", "min_p"] }));
  assert(code.indexOf("# top_p") < code.indexOf("# temperature"));
  assert(!code.includes("# min_p") && !code.includes("# top_k"));
  assertStringIncludes(code, "np.random.default_rng(7).random(12)");
  assertStringIncludes(code, String.raw`text = "He said \"hi\"\n\\x"`);
  assertStringIncludes(code, "path = [5, 3]");
});

Deno.test("a program for safetensors asks transformers.js for float32 ONNX, and says that it reads no other", () => {
  const one = subject(SHAPED);
  const code = typescriptCode({ ...one, model: { ...one.model, dtype: "safetensors" } });
  assertStringIncludes(code, 'dtype: "fp32"');
  assertStringIncludes(code, "The page ran the repository's safetensors");
  assert(!typescriptCode(one).includes("safetensors"));
});
