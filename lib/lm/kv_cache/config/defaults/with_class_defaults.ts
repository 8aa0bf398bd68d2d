import {
  HEAD_SIZES,
  HIDDEN_SIZES,
  KV_HEADS,
  LAYER_NAMES,
  OTHER_HEADS,
  QUERY_HEADS,
} from "@/lib/lm/kv_cache/config/attention_names.ts";
import { classDefaults } from "@/lib/lm/kv_cache/config/defaults/class_defaults.ts";
import { type ConfigReader, isOn, peek, unusedCopy } from "@/lib/lm/kv_cache/config/reader.ts";

/** Names of one thing: where a file has any of them, a default of another one does not count. */
const GROUPS: readonly (readonly string[])[] = [
  [...LAYER_NAMES, "layers_block_type", "layer_types"],
  QUERY_HEADS,
  [...KV_HEADS, ...OTHER_HEADS],
  HEAD_SIZES,
  HIDDEN_SIZES,
  ["global_head_dim", "per_layer_config"],
];

/** A configuration that falls back on the defaults of its model type's class for what it does not name at all. */
export function withClassDefaults(config: ConfigReader): ConfigReader {
  const type = peek(config, "model_type"), asked = unusedCopy(config);
  if (typeof type !== "string") return config;
  const isNested = config.scopes.some(({ isAround }) => isAround);
  const defaults = Object.entries(classDefaults(type, isNested, (name) => isOn(asked, name)));
  const record = Object.fromEntries(defaults.filter(([name]) => isLeftOut(config, name)));
  const scope = { record, path: "", used: new Set<string>(), parts: new Map(), isDefault: true };
  return { scopes: [...config.scopes, scope] };
}

/** The defaults that were used, as `NAME VALUE`. */
export function usedDefaults(config: ConfigReader): string[] {
  return config.scopes.filter(({ isDefault }) => isDefault)
    .flatMap(({ record, used }) => [...used].map((name) => `${name} ${record[name]}`));
}

function isLeftOut(config: ConfigReader, name: string): boolean {
  const names = GROUPS.find((group) => group.includes(name)) ?? [name];
  return names.every((each) => peek(config, each) === undefined);
}
