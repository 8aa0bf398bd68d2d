import { type ConfigReader, type Scope } from "@/lib/lm/kv_cache/config/reader.ts";
import { isRecord } from "@/lib/lm/kv_cache/config/record.ts";
import {
  isHarmless,
  isOtherPart,
  isQuantization,
  mayMatter,
} from "@/lib/lm/kv_cache/config/harmless_keys.ts";

/** The most keys that are named one by one. */
const MAX_NAMED = 40;

/** The deepest object that is looked into. */
const DEEPEST = 4;

/** Values with which a key changes nothing. */
const USUAL: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["compression_ratio", 1],
  ["mamba_ssm_cache_dtype", "float32"],
]);

/** Keys that change nothing in files of some types, which are those of the object that the key stands in. */
const MEANINGLESS: readonly (readonly [types: RegExp, keys: RegExp])[] = [
  // The frames that the audio projector looks at, and the audio encoder.
  [/^granite_speech/, /^(?:window_size|encoder_config)$/],
  // How many convolutions a layer has, which its rules know.
  [/^(?:inkling|zaya)/, /^number_of_conv_states$/],
  // Which tokens a query reads: all of them are kept.
  [/^phi3small$/, /^(?:blocksparse_|dense_attention_every_n_layers$)/],
  [/^minimax$/, /^(?:full|linear)_attn_(?:alpha|beta)_factor$/],
  [/^dots1$/, /^max_window_layers$/],
];

/** Keys that may change the cache and that nothing has used, as paths: `text_config.KEY` where they are nested. */
export function unreadKeys(config: ConfigReader): readonly string[] {
  const whole = config.scopes.filter(({ isDefault }) => !isDefault).at(-1)!;
  return below(whole, DEEPEST).slice(0, MAX_NAMED);
}

function below({ record, path, used, parts }: Scope, depth: number): string[] {
  return Object.entries(record).flatMap(([name, value]) => {
    const part = parts.get(name);
    if (part) return below(part, depth - 1);
    if (Array.isArray(value) && used.has(name)) {
      return listedParts(name, parts).flatMap((listed) => below(listed, depth - 1));
    }
    if (used.has(name) || saysNothing(value) || USUAL.get(name) === value) return [];
    if (isMeaningless(record["model_type"], name)) return [];
    if (!isRecord(value)) return mayMatter(name) ? [path + name] : [];
    if (isOtherPart(name) || isHarmless(name) || depth === 0) return [];
    if (isQuantization(name)) return cacheTypes(value, `${path}${name}.`);
    if (mayMatter(name) || isModel(value)) return [path + name];
    const inner: Scope = { record: value, path: `${path}${name}.`, used: new Set(), parts: new Map() };
    return below(inner, depth - 1);
  });
}

/** The objects of a list that were asked for. */
function listedParts(name: string, parts: Scope["parts"]): Scope[] {
  return [...parts].filter(([key]) => key.startsWith(`${name}[`)).map(([, part]) => part);
}

function isMeaningless(type: unknown, name: string): boolean {
  return typeof type === "string" && MEANINGLESS.some(([types, keys]) => types.test(type) && keys.test(name));
}

/** Whether an object describes layers of its own: another model beside the one that was read. */
function isModel(record: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(record).some(([name, value]) =>
    name === "num_hidden_layers" || (isRecord(value) && isModel(value))
  );
}

/** How a quantized model keeps its cache. */
function cacheTypes(record: Readonly<Record<string, unknown>>, path: string): string[] {
  return Object.entries(record)
    .filter(([name, value]) => /kv_cache|cache_scheme/.test(name) && !saysNothing(value))
    .map(([name]) => path + name);
}

/** Switches that are off, and fields without content. */
function saysNothing(value: unknown): boolean {
  if (typeof value === "number") return !(value > 0);
  if (Array.isArray(value)) return value.length === 0;
  if (isRecord(value)) return Object.keys(value).length === 0;
  return value === null || value === undefined || value === false || value === "";
}
