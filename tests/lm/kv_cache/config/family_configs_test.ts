/** The figures of published configurations, each by hand, and what the notes say of them. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { elementFormat } from "@/lib/lm/kv_cache/cache_format.ts";
import { cacheMemory } from "@/lib/lm/kv_cache/cache_memory.ts";
import { CACHE_PRESETS } from "@/lib/lm/kv_cache/cache_presets.ts";
import { pickCacheFields } from "@/lib/lm/kv_cache/config/pick_cache_fields.ts";
import { readCacheConfig } from "@/lib/lm/kv_cache/config/read_cache_config.ts";
import reference from "../../../reference/kv_configs.json" with { type: "json" };
import { CLASS_DEFAULT_CONFIGS } from "./class_default_configs.ts";
import { FURTHER_CONFIGS } from "./further_configs.ts";
import { LAYER_FIELD_CONFIGS } from "./layer_field_configs.ts";
import { LATENT_CONFIGS } from "./latent_configs.ts";
import { LINEAR_CONFIGS } from "./linear_configs.ts";
import { ODD_LAYER_CONFIGS } from "./odd_layer_configs.ts";
import { ODD_WINDOW_CONFIGS } from "./odd_window_configs.ts";
import { PLAIN_CONFIGS } from "./plain_configs.ts";
import { RENAMED_CONFIGS } from "./renamed_configs.ts";
import { SHARED_CONFIGS } from "./shared_configs.ts";
import { STATE_CONFIGS } from "./state_configs.ts";
import { WINDOW_CONFIGS } from "./window_configs.ts";

const FAMILIES = [
  ...WINDOW_CONFIGS,
  ...ODD_WINDOW_CONFIGS,
  ...ODD_LAYER_CONFIGS,
  ...LAYER_FIELD_CONFIGS,
  ...SHARED_CONFIGS,
  ...LATENT_CONFIGS,
  ...STATE_CONFIGS,
  ...LINEAR_CONFIGS,
  ...RENAMED_CONFIGS,
  ...CLASS_DEFAULT_CONFIGS,
  ...PLAIN_CONFIGS,
  ...FURTHER_CONFIGS,
];

function figures(config: unknown) {
  const result = readCacheConfig(config);
  if ("problem" in result) throw new Error(result.problem);
  const element = elementFormat("bf16");
  const format = { key: element, value: element, state: elementFormat("fp32") };
  const memory = cacheMemory(result.model, { batch: 1, tokens: 32_768, format, blockSize: 16 });
  const { bytesPerToken, bytesPerTokenBeyondWindows, stateBytes, lowerBytes } = memory;
  return { bytesPerToken, bytesPerTokenBeyondWindows, stateBytes, lowerBytes, notes: result.model.notes };
}

function unread(notes: readonly string[]): string[] {
  return notes.filter((note) => note.startsWith("not read"));
}

for (const { name, config, perToken, beyond = perToken, states = 0, lowerBound, says } of FAMILIES) {
  Deno.test(`readCacheConfig() reads ${name}`, () => {
    const read = figures(config);
    assertEquals(
      [read.bytesPerToken, read.bytesPerTokenBeyondWindows, read.stateBytes],
      [perToken, beyond, states],
    );
    if (lowerBound !== undefined) assertEquals(read.lowerBytes, lowerBound);
    assertEquals(unread(read.notes), []);
    assertEquals(read.notes.some((note) => /not known/.test(note)), config["model_type"] === undefined);
    if (says) assertMatch(read.notes.join("\n"), says);
    assertEquals(figures(pickCacheFields(config)), read, "of the fields that a link keeps");
  });
}

for (const { name, config, ...right } of reference.cases) {
  Deno.test(`readCacheConfig() agrees with the reference on ${name}`, () => {
    const read = figures(config);
    assertEquals(read.bytesPerToken, right.bytes_per_token);
    if (right.bytes_per_token_beyond_windows !== undefined) {
      assertEquals(read.bytesPerTokenBeyondWindows, right.bytes_per_token_beyond_windows);
    }
    if (right.state_bytes !== undefined) assertEquals(read.stateBytes, right.state_bytes);
    assertEquals(unread(read.notes), []);
  });
}

Deno.test("the comparison is of many configurations, and no preset has a key that is not read", () => {
  const compared = FAMILIES.length + reference.cases.length;
  // deno-lint-ignore no-console
  console.log(`kv-cache: ${compared} configurations compared, ${CACHE_PRESETS.length} presets read`);
  assert(compared >= 75);
  for (const { id, config } of CACHE_PRESETS) {
    const { notes } = figures(config);
    assertEquals(notes.filter((note) => /not read|not known/.test(note)), [], id);
  }
});
