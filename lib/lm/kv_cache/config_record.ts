/**
 * Reads a `config.json` of unknown content: every field may be absent or of a wrong type.
 *
 * @module
 */

/** Fields by name. */
export type ConfigRecord = Readonly<Record<string, unknown>>;

/** The most layers that are believed: a list is made of them. */
const MOST_LAYERS = 4096;

/** The greatest size that is believed. */
const GREATEST = 2 ** 40;

/** Names under which models with several parts keep the one that writes text. */
const TEXT_PARTS = ["text_config", "llm_config", "language_config", "thinker_config"];

/** Names of the number of layers. */
export const LAYER_NAMES = [
  "num_hidden_layers",
  "n_layer",
  "n_layers",
  "num_layers",
  "num_transformer_layers",
];

/** Whether a value is an object of fields. */
export function isRecord(value: unknown): value is ConfigRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The part of a configuration that describes the text model, with the outer fields where it has none of its own. */
export function textPart(config: ConfigRecord, depth = 0): ConfigRecord {
  for (const name of TEXT_PARTS) {
    const part = field(config, name);
    if (isRecord(part) && depth < 3) return textPart({ ...config, [name]: undefined, ...part }, depth + 1);
  }
  return config;
}

/** A field's own value; names such as `__proto__` have none. */
export function field(config: ConfigRecord, name: string): unknown {
  return Object.hasOwn(config, name) ? config[name] : undefined;
}

/** The first of some fields that is a whole number above 0; null where none is. */
export function count(config: ConfigRecord, ...names: readonly string[]): number | null {
  for (const name of names) {
    const value = field(config, name);
    if (typeof value === "number" && Number.isInteger(value) && value > 0 && value <= GREATEST) return value;
  }
  return null;
}

/** {@linkcode count} of a size that may be 0. */
export function size(config: ConfigRecord, name: string): number | null {
  return field(config, name) === 0 ? 0 : count(config, name);
}

/** The number of layers, or null where the configuration does not say one that can be believed. */
export function layerCount(config: ConfigRecord): number | null {
  const layers = count(config, ...LAYER_NAMES);
  return layers !== null && layers <= MOST_LAYERS ? layers : null;
}

/** A field that is text; empty where it is not. */
export function text(config: ConfigRecord, name: string): string {
  const value = field(config, name);
  return typeof value === "string" ? value : "";
}

/** A list of names, at most as long as layers are believed; null where the field is none. */
export function names(config: ConfigRecord, name: string): readonly string[] | null {
  const value = shortList(config, name);
  return value?.every((each) => typeof each === "string") ? value as string[] : null;
}

/** A list of numbers, at most as long as layers are believed; null where the field is none. */
export function numbers(config: ConfigRecord, name: string): readonly number[] | null {
  const value = shortList(config, name);
  return value?.every((each) => typeof each === "number") ? value as number[] : null;
}

function shortList(config: ConfigRecord, name: string): readonly unknown[] | null {
  const value = field(config, name);
  return Array.isArray(value) && value.length > 0 && value.length <= MOST_LAYERS ? value : null;
}
