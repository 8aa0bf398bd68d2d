import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { initialState } from "@/lib/experiment/codec.ts";
import { KV_CACHE_FIELDS, type KvCacheQuery } from "@/lib/experiment/fields/kv_cache_query.ts";
import { configReading } from "@/lib/labs/kv_cache/config_reading.ts";
import { foldUnread } from "@/lib/labs/kv_cache/fold_unread.ts";
import { fetchConfig } from "@/lib/labs/kv_cache/fetch_config.ts";
import { type KvCacheView, kvCacheView } from "@/lib/labs/kv_cache/kv_cache_view.ts";
import { CACHE_PRESETS } from "@/lib/lm/kv_cache/cache_presets.ts";
import { pickCacheFields } from "@/lib/lm/kv_cache/config/pick_cache_fields.ts";
import { readCacheConfig } from "@/lib/lm/kv_cache/config/read_cache_config.ts";

const QUERY = initialState(KV_CACHE_FIELDS);

function view(changes: Partial<KvCacheQuery> = {}): KvCacheView {
  const made = kvCacheView({ ...QUERY, ...changes });
  if ("problem" in made) throw new Error(made.problem);
  return made;
}

Deno.test("kvCacheView() opens with 1 GiB and shows 4K and 128K tokens beside it", () => {
  const { report, lengths } = view();
  assertEquals(report.memory.lowerBytes, 2 ** 30);
  assertEquals(lengths.map(({ tokens, lowerBytes }) => [tokens, lowerBytes / 2 ** 30]), [[4096, 2], [
    131_072,
    64,
  ]]);
});

Deno.test("kvCacheView() plots one sequence, the batch and eight times it over length", () => {
  const { curves } = view({ tokens: 2 ** 20 });
  assertEquals(curves.map(({ label }) => label), ["1 sequence", "4 sequences", "32 sequences"]);
  const [one, four] = curves;
  assertEquals([one!.points[0]![0], one!.points.at(-1)![0]], [1024, 2 ** 20]);
  one!.points.forEach(([tokens, gib], i) => {
    assertEquals(gib, tokens * 131_072 / 2 ** 30);
    assertEquals(four!.points[i]![1], 4 * gib);
  });
});

Deno.test("kvCacheView() adds the upper bound where it differs, and the memory that is left", () => {
  const { curves } = view({ preset: "gpt-oss-20b", batch: 2, memory_gib: 80 });
  assertEquals(curves.map(({ label, truth }) => [label, truth]), [
    ["1 sequence", false],
    ["2 sequences", false],
    ["16 sequences", false],
    ["upper bound of 2", false],
    ["memory after weights", true],
  ]);
  assertEquals(curves.at(-1)!.points[0]![1], 80 - 2 * 20_914_757_184 / 2 ** 30);
});

Deno.test("kvCacheView() takes a pasted configuration before the preset before the numbers", () => {
  const config = JSON.stringify({ num_hidden_layers: 2, num_attention_heads: 2, head_dim: 8 });
  assertEquals(view({ config, preset: "gpt2" }).report.memory.bytesPerToken, 2 * 2 * 2 * 8 * 2);
  assertEquals(view({ preset: "gpt2" }).report.memory.bytesPerToken, 2 * 12 * 768 * 2);
});

Deno.test("kvCacheView() computes the weights of a pasted configuration whose parameters it can count", () => {
  const llama = {
    model_type: "llama",
    num_hidden_layers: 32,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    hidden_size: 4096,
    intermediate_size: 14_336,
    vocab_size: 128_256,
  };
  assertEquals(view({ config: JSON.stringify(llama) }).question.weightBytes, 2 * 8_030_261_248);
  assertEquals(view({ config: JSON.stringify({ ...llama, model_type: "x" }) }).question.weightBytes, null);
});

Deno.test("kvCacheView() says what is wrong with what was pasted", () => {
  const problem = (config: string) => {
    const made = kvCacheView({ ...QUERY, config });
    return "problem" in made ? made.problem : "";
  };
  assertStringIncludes(problem("{"), "not JSON");
  assertStringIncludes(problem("[]"), "JSON object");
  assertStringIncludes(problem("{}"), "num_hidden_layers");
  const numbers = kvCacheView({ ...QUERY, kv_heads: [1, 2, 3] });
  assert("problem" in numbers && numbers.problem.includes("lists 3 layers"));
});

Deno.test("configReading() names beside the configuration what was not read, or what is wrong", () => {
  const llama = { model_type: "llama", num_hidden_layers: 2, num_attention_heads: 2, head_dim: 8 };
  const said = (config: unknown) => {
    const reading = configReading(typeof config === "string" ? config : JSON.stringify(config));
    return "said" in reading ? reading.said : reading.problem;
  };
  assertStringIncludes(said(llama), "every key");
  assertStringIncludes(said({ ...llama, zz_layers: 3, zz_heads: 4 }), "zz_layers, zz_heads");
  assertStringIncludes(said("{"), "not JSON");
  assertEquals(foldUnread(["a", "not read: x", "not read: y"]), [
    "Not read, though it may change the figures: x, y.",
    "a",
  ]);
});

Deno.test("pickCacheFields() keeps what decides the cache and nothing else", () => {
  for (const { config, id } of CACHE_PRESETS) {
    const noisy = { ...config, id2label: { "0": "LABEL_0" }, architectures: ["X"], bos_token_id: 3 };
    assertEquals(readCacheConfig(pickCacheFields(noisy)), readCacheConfig(config), id);
    assert(!("id2label" in pickCacheFields(noisy)));
  }
});

function answering(status: number, body: string): { fetcher: typeof fetch; asked: string[] } {
  const asked: string[] = [];
  const fetcher = (input: URL | RequestInfo) => {
    asked.push(String(input));
    return Promise.resolve(new Response(body, { status }));
  };
  return { fetcher: fetcher as typeof fetch, asked };
}

Deno.test("fetchConfig() asks the model host for one file and keeps what decides the cache", async () => {
  const { fetcher, asked } = answering(200, '{"num_hidden_layers": 2, "bos_token_id": 9}');
  const result = await fetchConfig("https://host.test/", "Qwen/Qwen3-8B", fetcher);
  assertEquals(asked, ["https://host.test/Qwen/Qwen3-8B/resolve/main/config.json"]);
  assertEquals(result, { config: '{"num_hidden_layers":2}' });
});

Deno.test("fetchConfig() says what happened and what to do", async () => {
  const said = async (status: number, body: string, name = "a/b") => {
    const result = await fetchConfig("https://host.test", name, answering(status, body).fetcher);
    return "problem" in result ? result.problem : "";
  };
  assertStringIncludes(await said(404, ""), "no config.json in a/b");
  assertStringIncludes(await said(401, ""), "accept its terms");
  assertStringIncludes(await said(500, ""), "answered 500");
  assertStringIncludes(await said(200, "<html>"), "not JSON");
  assertStringIncludes(await said(200, "3"), "not a JSON object");
  assertStringIncludes(await said(200, "{}", "../etc"), "OWNER/NAME");
  const fails = () => Promise.reject(new TypeError("network"));
  const result = await fetchConfig("https://host.test", "a/b", fails);
  assertEquals(result, { problem: "host.test cannot be reached: check the connection and try again." });
});
