/** The code beside each figure, run in Python and in TypeScript: it prints what the page shows. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { initialState } from "@/lib/experiment/codec.ts";
import { CONTEXT_FIELDS } from "@/lib/experiment/fields/context_fields.ts";
import { KV_CACHE_FIELDS, type KvCacheQuery } from "@/lib/experiment/fields/kv_cache_query.ts";
import { LOOP_FIELDS } from "@/lib/experiment/fields/loop_fields.ts";
import { LOSS_FIELDS } from "@/lib/experiment/fields/loss_fields.ts";
import { SOFTMAX_FIELDS } from "@/lib/experiment/fields/softmax_fields.ts";
import { codeText, type LabCode } from "@/lib/labs/code/code_line.ts";
import { contextCode } from "@/lib/labs/code/context_code.ts";
import { kvCacheCode } from "@/lib/labs/code/kv_cache_code.ts";
import { lossCode } from "@/lib/labs/code/loss_code.ts";
import { ngramCode } from "@/lib/labs/code/ngram_code.ts";
import { softmaxCode } from "@/lib/labs/code/softmax_code.ts";
import { tableCode } from "@/lib/labs/code/table_code.ts";
import { contextView } from "@/lib/labs/context/context_view.ts";
import { kvCacheView } from "@/lib/labs/kv_cache/kv_cache_view.ts";
import { SIX_MESSAGES } from "@/lib/labs/ngram/ngram_request.ts";
import { CONTEXT_POLICIES } from "@/lib/lm/generation/context_policy.ts";

async function outputOf(command: string, args: readonly string[]): Promise<unknown> {
  const run = new Deno.Command(command, { args: [...args], stdout: "piped", stderr: "piped" });
  const { success, stdout, stderr } = await run.output();
  assert(success, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout).replaceAll("'", '"'));
}

/** What both languages print, which has to be the same. */
async function printed(code: LabCode | null): Promise<unknown> {
  assert(code);
  for (const { length } of [code.python, code.typescript]) {
    assert(length >= 6 && length <= 15, `${length} lines`);
  }
  const file = Deno.makeTempFileSync({ suffix: ".ts" });
  Deno.writeTextFileSync(file, codeText(code.typescript));
  const [python, typescript] = await Promise.all([
    outputOf("python3", ["-c", codeText(code.python)]),
    outputOf(Deno.execPath(), ["run", "--no-lock", "--no-config", file]),
  ]);
  Deno.removeSync(file);
  close(python, typescript, 1e-12);
  return python;
}

function close(a: unknown, b: unknown, tolerance: number): void {
  if (typeof a === "number" && typeof b === "number") {
    return assertAlmostEquals(a, b, tolerance * Math.max(1, Math.abs(b)));
  }
  if (!Array.isArray(a) || !Array.isArray(b)) return assertEquals(a, b);
  assertEquals(a.length, b.length, JSON.stringify(a));
  a.forEach((value, index) => close(value, b[index], tolerance));
}

Deno.test("the code of /softmax gives the worked distributions", async () => {
  const query = initialState(SOFTMAX_FIELDS);
  close(await printed(softmaxCode(query)), [0.8, 0.178, 0.015, 0.005, 0.002], 5.01e-4);
  close(await printed(softmaxCode({ ...query, temperature: 0.5 })), [0.952, 0.047, 0, 0, 0], 5.01e-4);
  close(await printed(softmaxCode({ ...query, add: 1000 })), [0.8, 0.178, 0.015, 0.005, 0.002], 5.01e-4);
  close(await printed(softmaxCode({ ...query, temperature: 0 })), [1, 0, 0, 0, 0], 0);
});

Deno.test("the code of /loss gives mean, perplexity and product", async () => {
  const query = initialState(LOSS_FIELDS);
  close(await printed(lossCode(query)), [1.0397, 2.8284, 0.015625], 5e-5);
  close((await printed(lossCode({ ...query, from: "logits" })) as number[])[0], 0.209, 5.01e-4);
  close((await printed(lossCode({ ...query, losses_nats: [0.69] })) as number[])[1], 2, 0.01);
  assertEquals(lossCode({ ...query, text: "a" }), null);
});

Deno.test("the code of /kv-cache gives the cache of numbers, windows and states", async () => {
  const code = (patch: Partial<KvCacheQuery>) => {
    const view = kvCacheView({ ...initialState(KV_CACHE_FIELDS), ...patch });
    if ("problem" in view) throw new Error(view.problem);
    const { layers } = view.report.memory;
    const rows = layers.map(({ layers, bytesPerToken, lowerTokens, stateBytes }) => ({
      count: layers.count,
      bytesPerToken: layers.kind === "sparse_index" ? 0 : bytesPerToken,
      tokens: lowerTokens,
      stateBytes,
    }));
    return { code: kvCacheCode(rows, view.question.use.batch), bytes: view.report.memory.lowerBytes };
  };
  close(await printed(code({}).code), [2 ** 30, 1], 0);
  close(await printed(code({ tokens: 131_072 }).code), [2 ** 36, 64], 0);
  for (const preset of ["gpt-oss-20b", "qwen3.5-27b", "deepseek-v3.1", "mamba-2.8b-hf"]) {
    const { code: made, bytes } = code({ preset, tokens: 8192 });
    close((await printed(made) as number[])[0], bytes, 1e-12);
  }
});

Deno.test("the code of /ngram counts the row of left", async () => {
  const code = ngramCode({ text: SIX_MESSAGES, order: 2, smoothing: "none", context: "left" });
  close(await printed(code), [["warehouse", 0.5], ["hub", 2 / 6], ["carrier", 1 / 6]], 1e-12);
  assertEquals(ngramCode({ text: SIX_MESSAGES, order: 3, smoothing: "none", context: "left" }), null);
});

Deno.test("the code of /context keeps what the page says, under every policy", async () => {
  const query = initialState(CONTEXT_FIELDS);
  for (const policy of CONTEXT_POLICIES) {
    for (const generated_tokens of [100, 400, 1400]) {
      const asked = { ...query, policy, generated_tokens };
      assertEquals(await printed(contextCode(asked)), contextView(asked).report.kept, policy);
    }
  }
});

Deno.test("the code of /table runs the loop to the same text", async () => {
  const query = initialState(LOOP_FIELDS);
  assertEquals(await printed(tableCode(query)), ["Order shipped from the warehouse."]);
  assertEquals(tableCode({ ...query, pick: "sample" }), null);
});

Deno.test("the code of /table picks the first of equals as the table has them, numbers too", async () => {
  const table = new Map([["A", new Map([["10", 0.5], ["9", 0.5]])], ["A 10", new Map([["9", 1]])]]);
  assertEquals(await printed(tableCode({ ...initialState(LOOP_FIELDS), table, start: "A" })), ["A 10 9"]);
});
