/** The memory of keys and values through HTTP: the worked example, every way to say a model, every refusal. */
import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { CACHE_PRESETS } from "@/lib/lm/kv_cache/cache_presets.ts";
import reference from "../reference/kv_configs.json" with { type: "json" };
import { siteWith } from "../server/site_under_test.ts";

const ask = siteWith({ RATE_LIMIT: "0" });
const EXAMPLE = { batch: 4, layers: 32, kv_heads: 8, head_dim: 128, bytes_per_element: 2 };

async function post(body: unknown) {
  const headers = { "content-type": "application/json" };
  const response = await ask("/api/v1/kv-cache", { method: "POST", body: JSON.stringify(body), headers });
  return { status: response.status, answer: await response.json() };
}

async function get(query: Readonly<Record<string, string | number>>) {
  const params = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, `${value}`]));
  const response = await ask(`/api/v1/kv-cache?${params}`);
  return { status: response.status, answer: await response.json(), headers: response.headers };
}

Deno.test("kv-cache gives 1, 16, 2 and 64 GiB for 2K, 32K, 4K and 128K tokens, by POST and by GET", async () => {
  for (const [tokens, gib] of [[2048, 1], [32_768, 16], [4096, 2], [131_072, 64]] as const) {
    for (
      const { status, answer } of [await post({ ...EXAMPLE, tokens }), await get({ ...EXAMPLE, tokens })]
    ) {
      assertEquals([status, answer.gib, answer.bytes], [200, gib, gib * 2 ** 30]);
      assertEquals([answer.lower_bound_bytes, answer.upper_bound_bytes], [answer.bytes, answer.bytes]);
      assertAlmostEquals(answer.gb, gib * 1.073741824, 1e-12);
      assertEquals(answer.bytes_per_token, 131_072);
      assertEquals(answer.layers, [
        { kind: "full_attention", count: 32, bytes_per_token: 4096, state_bytes: 0, window: null },
      ]);
      assert(answer.arithmetic.length >= 3);
    }
  }
});

Deno.test("kv-cache answers a preset, and the same configuration pasted", async () => {
  const { config } = CACHE_PRESETS.find(({ id }) => id === "gpt-oss-20b")!;
  const use = { batch: 32, tokens: 8192 };
  const named = await post({ ...use, preset: "gpt-oss-20b" });
  const pasted = await post({ ...use, config });
  const asked = await get({ ...use, config: JSON.stringify(config) });
  assertEquals(named.status, 200);
  for (const name of ["bytes", "upper_bound_bytes", "layers", "arithmetic", "attention"]) {
    assertEquals(pasted.answer[name], named.answer[name]);
    assertEquals(asked.answer[name], named.answer[name]);
  }
  assertEquals(named.answer.gib.toFixed(2), "6.09");
  assertEquals(named.answer.upper_bound_bytes / 2 ** 30, 12);
  assertEquals([named.answer.weights_bytes, pasted.answer.weights_bytes], [2 * 20_914_757_184, null]);
});

Deno.test("kv-cache gives the reference's figures of whole configurations, and names what it did not read", async () => {
  for (const { name, config, request, ...right } of reference.cases) {
    const { status, answer } = await post({ ...request, config });
    assertEquals(status, 200, name);
    for (const [figure, value] of Object.entries(right)) assertEquals(answer[figure], value, name);
  }
  const { config } = reference.cases[0]!;
  const { answer } = await post({ tokens: 1, config: { ...config, zz_layers: 3 } });
  assert(answer.notes.includes("not read: zz_layers"));
});

Deno.test("kv-cache takes types apart, heads by layer, and says who fits", async () => {
  const body = {
    tokens: 1024,
    layers: 2,
    kv_heads: [4, 2],
    head_dim: 64,
    key_dtype: "int8",
    value_dtype: "int4",
    memory_gib: 1,
    weights_gib: 0.5,
  };
  const { answer } = await post(body);
  assertEquals(answer.bytes_per_token, 6 * (64 + 4 + 32 + 4));
  assertEquals(answer.concurrent_requests, {
    free_bytes: 2 ** 29,
    at_least: Math.floor(2 ** 29 / (1024 * 624)),
    at_most: Math.floor(2 ** 29 / (1024 * 624)),
  });
  assertEquals(answer.tokens_that_fit.at_most, Math.floor(2 ** 29 / 624));
  assertEquals(answer.tokens_that_fit.at_least, Math.floor(2 ** 29 / 624 / 16) * 16, "whole blocks");
  const { answer: same } = await get({ ...body, kv_heads: "4,2" });
  assertEquals(same, answer);
});

Deno.test("kv-cache says who fits where weights and memory are both known, and that nothing does beside larger ones", async () => {
  const fit = async (sizes: object) => {
    const { answer } = await post({ tokens: 16, layers: 1, kv_heads: 1, head_dim: 64, ...sizes });
    const { weights_bytes, concurrent_requests, tokens_that_fit } = answer;
    return [weights_bytes, concurrent_requests?.at_most ?? null, tokens_that_fit];
  };
  assertEquals(await fit({}), [null, null, null]);
  assertEquals(await fit({ memory_gib: 1 }), [null, null, null]);
  assertEquals(await fit({ weights_gib: 1 }), [2 ** 30, null, null]);
  assertEquals(await fit({ weights_gib: 2, memory_gib: 1 }), [2 ** 31, 0, { at_least: 0, at_most: 0 }]);
  // 256 bytes a token.
  assertEquals(await fit({ weights_gib: 0.5, memory_gib: 1 }), [2 ** 29, 2 ** 17, {
    at_least: 2 ** 21,
    at_most: 2 ** 21,
  }]);
});

Deno.test("kv-cache by GET is for shared caches, by POST for nobody", async () => {
  const { headers } = await get({ ...EXAMPLE, tokens: 1 });
  assertStringIncludes(headers.get("cache-control") ?? "", "public");
});

Deno.test("kv-cache names the field that is wrong", async () => {
  const pointers = async (body: unknown) => {
    const { status, answer } = await post(body);
    assertEquals(status, 422);
    return answer.errors.map(({ pointer }: { pointer: string }) => pointer);
  };
  assertEquals(await pointers({ ...EXAMPLE }), ["/tokens"]);
  assertEquals(await pointers({ ...EXAMPLE, tokens: -1 }), ["/tokens"]);
  assertEquals(await pointers({ tokens: 1, layers: 2 }), ["/kv_heads", "/head_dim"]);
  assertEquals(await pointers({ tokens: 1 }), [""]);
  assertEquals(await pointers({ ...EXAMPLE, tokens: 1, preset: "gpt2" }), [""]);
  assertEquals(await pointers({ tokens: 1, preset: "gpt5" }), ["/preset"]);
  assertEquals(await pointers({ ...EXAMPLE, tokens: 1, head: 3 }), ["/head"]);
  assertEquals(await pointers({ tokens: 1, config: { model_type: "bert" } }), [""]);
});

Deno.test("kv-cache by GET refuses what is no number or no JSON with the field's name", async () => {
  const wrong = async (query: Record<string, string | number>, pointer: string) => {
    const { status, answer } = await get(query);
    assertEquals([status, answer.errors[0].pointer], [422, pointer]);
  };
  await wrong({ ...EXAMPLE, tokens: "many" }, "/tokens");
  await wrong({ tokens: 1, config: "{" }, "/config");
  await wrong({ ...EXAMPLE, tokens: 1, kv_heads: "8;8" }, "/kv_heads");
  await wrong({ ...EXAMPLE }, "/tokens");
});
