/** What each key that tells layers apart makes of them. */
import { assertEquals } from "@std/assert";
import { LAYER_TELLERS } from "@/lib/lm/kv_cache/config/layer_tellers.ts";
import { configReader } from "@/lib/lm/kv_cache/config/reader.ts";

/** The layers by their attention, or by its window, or by their state; null where the value says nothing. */
function tell(
  key: string,
  value: unknown,
  layers = 3,
  more: Record<string, unknown> = {},
): readonly (string | number | null)[] | string | null {
  for (const teller of LAYER_TELLERS) {
    const told = teller.keys.includes(key)
      ? teller.tell(configReader({ [key]: value, ...more }), layers)
      : null;
    if (told === null) continue;
    if ("unknown" in told) return told.unknown;
    return told.plan.map(({ attention, state, window }) => attention ? window ?? attention : state);
  }
  return null;
}

Deno.test("each key says by number, letter, index or interval what the layers are", () => {
  const cases: readonly (readonly [string, unknown, readonly (string | null)[]])[] = [
    ["attn_type_list", [0, 1, 0], ["linear", "full", "linear"]],
    ["hybrid_layer_pattern", [0, 1, 1], ["full", "sliding", "sliding"]],
    ["sliding_window_layout", [1, 0, 0], ["sliding", "full", "full"]],
    ["hybrid_override_pattern", "*ME", ["full", "mamba", null]],
    ["hybrid_override_pattern", "-M*", [null, "mamba", "full"]],
    ["sliding_window_pattern", "LGG", ["sliding", "full", "full"]],
    ["full_attn_idxs", [1], ["convolution", "full", "convolution"]],
    ["attn_layer_indices", [0], ["full", "mamba", "mamba"]],
    ["attn_layer_idx", [2], ["mamba", "mamba", "full"]],
    ["hybrid_layer_ids", [1], ["mamba", "full", "mamba"]],
    ["global_attn_idx", [0, 2], ["full", "sliding", "full"]],
    ["sliding_window_layers", [0], ["sliding", "full", "full"]],
    ["local_layer_ids", [1, 2], ["full", "sliding", "sliding"]],
    ["full_attention_interval", 2, ["linear", "full", "linear"]],
    ["layer_group_size", 3, ["linear", "linear", "full"]],
    ["_sliding_window_pattern", 2, ["sliding", "full", "sliding"]],
    ["sliding_window_pattern", 3, ["sliding", "sliding", "full"]],
    ["global_attn_every_n_layers", 2, ["sliding", "full", "sliding"]],
    ["layer_switch", 2, ["sliding", "full", "sliding"]],
  ];
  for (const [key, value, expected] of cases) assertEquals(tell(key, value), [...expected], key);
  assertEquals(tell("attn_layer_period", 2), ["full", "mamba", "full"]);
  assertEquals(tell("attn_layer_period", 2, 3, { attn_layer_offset: 1 }), ["mamba", "full", "mamba"]);
  assertEquals(tell("attn_layer_offset", 1), null);
});

Deno.test("LAYER_TELLERS believe letters, cycles and windows of 1 to 4,096 layers", () => {
  assertEquals(tell("hybrid_override_pattern", "M*M"), ["mamba", "full", "mamba"]);
  assertEquals([tell("hybrid_override_pattern", ""), tell("hybrid_override_pattern", 7)], [null, null]);
  assertEquals(tell("hybrid_override_pattern", "M".repeat(4096))?.length, 3);
  assertEquals(tell("hybrid_override_pattern", "M".repeat(4097)), null);
  const neo = (times: unknown, cycle: unknown = ["global", "local"]) =>
    tell("attention_types", [[cycle, times]]);
  assertEquals(neo(12), ["full", "sliding", "full"]);
  assertEquals(neo(4096)?.length, 3);
  for (const times of [0, -1, 4097, "12"]) assertEquals(neo(times), null);
  assertEquals([neo(1, "global"), neo(1, [7]), tell("attention_types", [])], [null, null, null]);
  assertEquals(tell("sliding_window", [7, null]), [7, "full", 7]);
  for (const list of [[], [0], [-1], [1.5], ["7"], new Array(4097).fill(7)]) {
    assertEquals(tell("sliding_window", list), null);
  }
  assertEquals(tell("sliding_window", new Array(4096).fill(7))?.length, 3);
});
