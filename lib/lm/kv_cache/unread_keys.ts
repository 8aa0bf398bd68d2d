import { type ConfigReader, type Scope } from "@/lib/lm/kv_cache/config_reader.ts";
import { isRecord } from "@/lib/lm/kv_cache/config_record.ts";
import { isOtherPart, isQuantization, mayMatter } from "@/lib/lm/kv_cache/harmless_keys.ts";

/** The most keys that are named one by one. */
const MOST_NAMED = 40;

/** The deepest object that is looked into. */
const DEEPEST = 4;

/** Keys that may change the cache and that nothing has used, as paths: `text_config.KEY` where they are nested. */
export function unreadKeys(config: ConfigReader): readonly string[] {
  return below(config.scopes[config.scopes.length - 1]!, DEEPEST).slice(0, MOST_NAMED);
}

function below({ record, path, used, parts }: Scope, depth: number): string[] {
  return Object.entries(record).flatMap(([name, value]) => {
    const part = parts.get(name);
    if (part) return below(part, depth - 1);
    if (used.has(name) || saysNothing(value)) return [];
    if (!isRecord(value)) return mayMatter(name) ? [path + name] : [];
    if (isOtherPart(name) || depth === 0) return [];
    if (isQuantization(name)) return cacheTypes(value, `${path}${name}.`);
    if (mayMatter(name)) return [path + name];
    const inner: Scope = { record: value, path: `${path}${name}.`, used: new Set(), parts: new Map() };
    return below(inner, depth - 1);
  });
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
