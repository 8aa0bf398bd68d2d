import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { DEFAULT_QUERY } from "@/lib/experiment/fields/predictor_fields.ts";
import type { PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import type { CodeSubject } from "@/lib/labs/predictor/copy/copy_items.ts";
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
const decode = (ids) => ids.map((id) => "<" + id + ">").join("");
const AutoTokenizer = { from_pretrained: () => ({ encode: () => [${PROMPT}], decode }) };
class Tensor { constructor(type, data, dims) { this.data = data; this.dims = dims; } to() { return this; } }
const AutoModelForCausalLM = { from_pretrained: () => ({ input_ids }) => {
  const sum = Number(input_ids.data.reduce((a, b) => a + b, 0n));
  const row = Float32Array.from({ length: ${SIZE} }, (_, id) => Math.sin(sum * 0.37 + id * 1.7) * 3);
  return { logits: new Tensor("float32", row, [1, 1, ${SIZE}]) };
} };
`;

/** What a generated program writes, line by line. */
async function linesOf(code: string): Promise<string[]> {
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, code.replace(/^import .*$/m, STUBS));
    const args = ["run", "--no-check", "--no-config", file];
    const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), { args }).output();
    assert(success, new TextDecoder().decode(stderr));
    return new TextDecoder().decode(stdout).trimEnd().split("\n");
  } finally {
    await Deno.remove(file);
  }
}

async function run(code: string): Promise<number[]> {
  return (await linesOf(code)).filter((line) => /^\d+ "/.test(line)).map((line) => parseInt(line));
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

Deno.test("typescriptCode() ends where the page does, and writes the whole text", async () => {
  const query = { ...SHAPED, text: "a", max_tokens: 12, path: [] };
  const all = expected(query);
  const third = all.slice(0, 3).map((id) => `<${id}>`).join("");
  const ends: readonly (readonly [Partial<PredictorQuery>, readonly number[], number])[] = [
    [{}, [], 12],
    // A stop may be any part of what is written; the path is not ended by one.
    [{ stop: [`${all[2]}>`], path: all.slice(0, 2) }, [], 3],
    [{ blocked: [third], path: [] }, [], 3],
    [{ stop: [`<${all[0]}>`], path: all.slice(0, 4) }, [], 5],
    [{ stop_at_end: true, path: [] }, [all[2]!], 3],
    [{ stop_at_end: true, path: all.slice(0, 3) }, [all[1]!], 12],
    [{ stop_at_end: false, path: [] }, [all[2]!], 12],
  ];
  for (const [patch, endTokens, length] of ends) {
    const lines = await linesOf(typescriptCode({ ...subject({ ...query, path: [], ...patch }), endTokens }));
    const written = all.slice(0, length);
    assertEquals(lines.at(-1), `a${written.map((id) => `<${id}>`).join("")}`, JSON.stringify(patch));
    assertEquals(lines.length, length + 1);
  }
});

Deno.test("both programs list what ends them, and draw so many numbers", () => {
  const query = { ...SHAPED, stop: ['"', "."], blocked: ["no"], max_tokens: 300, pick: "sample" as const };
  const [typescript, python] = [typescriptCode(subject(query)), pythonCode(subject(query))];
  assertStringIncludes(typescript, String.raw`const stops: string[] = ["\"",".","no"];`);
  assertStringIncludes(typescript, `const endTokens = [${END}];`);
  assertStringIncludes(typescript, "while (generated.length < 256) {");
  assertEquals(/const draws: number\[\] = \[(.*)\];/.exec(typescript)![1]!.split(", ").length, 256);
  assertStringIncludes(
    python,
    String.raw`end_tokens, stop, blocked = {${END}} or set(), ["\"", "."], ["no"]`,
  );
  assertStringIncludes(python, "while len(generated) < 300:");
  assertStringIncludes(
    python,
    "if i >= len(path) and (token in end_tokens or any(s in written for s in stop + blocked)):",
  );
  assert(python.trimEnd().endsWith("print(text + tokenizer.decode(generated))"));
  const unended = subject({ ...query, stop_at_end: false, pick: "greedy" });
  assertStringIncludes(typescriptCode(unended), "const endTokens = [];");
  assertStringIncludes(typescriptCode(unended), "const draws: number[] = [];");
  assertStringIncludes(pythonCode(unended), "end_tokens, stop, blocked = {} or set()");
  assertStringIncludes(pythonCode(unended), "token = int(p.argmax())");
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
