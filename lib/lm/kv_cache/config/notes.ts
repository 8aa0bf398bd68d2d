/**
 * What a reader of a configuration should know beside the figures: what was assumed, and what was not read.
 *
 * @module
 */
import { cutEnd } from "@/lib/lm/graphemes.ts";
import type { CacheLayers } from "@/lib/lm/kv_cache/cache_layers.ts";
import { type ConfigReader, isOn, peek } from "@/lib/lm/kv_cache/config/reader.ts";
import { usedDefaults } from "@/lib/lm/kv_cache/config/defaults/with_class_defaults.ts";
import { isKnownFamily } from "@/lib/lm/kv_cache/config/known_families.ts";
import { LAYER_TELLERS, NAME_LISTS } from "@/lib/lm/kv_cache/config/layer_tellers.ts";
import type { PlannedLayer } from "@/lib/lm/kv_cache/config/layer_kinds.ts";
import type { SharedLayers } from "@/lib/lm/kv_cache/config/shared_layers.ts";
import { usualWindow } from "@/lib/lm/kv_cache/config/windows.ts";

/** All that the notes are about. */
interface ReadConfig {
  readonly config: ConfigReader;
  readonly type: string;
  readonly plan: readonly PlannedLayer[];
  readonly shared: SharedLayers;
  readonly layers: readonly CacheLayers[];
  /** Query heads that stand in for KV heads, because nothing names these; null where something does. */
  readonly assumedHeads: number | null;
}

/** The notes of a configuration, the keys that were not read aside. */
export function configNotes(read: ReadConfig): string[] {
  const { config, layers, shared } = read;
  const kinds = new Set(layers.map(({ kind }) => kind));
  return [
    ...familyNote(read),
    ...dtypeNote(config),
    ...defaultsNote(read),
    ...listNotes(config, read.plan.length),
    ...note(shared.reusing.size > 0, reusingNote(shared, read.plan.length)),
    ...note(shared.crossing.size > 0, CROSSING_NOTE(`${shared.crossing.size} layers`)),
    ...note(read.type === "idefics", CROSSING_NOTE("Further layers between these")),
    ...note(kinds.has("sparse_index"), INDEX_NOTE),
    ...note(kinds.has("sliding_attention"), WINDOW_NOTE),
    ...note(kinds.has("sliding_attention") && usualWindow(config) !== null, usualNote(read)),
    ...note(isOn(config, "attention_k_eq_v"), EQUAL_NOTE),
    ...note(lacksWindow(read), kinds.has("latent_attention") ? LATENT_NOTE : LACKING_NOTE),
  ];
}

function note(applies: boolean, text: string): string[] {
  return applies ? [text] : [];
}

/** A family that nobody checked these rules for. */
function familyNote({ type, plan, assumedHeads, layers }: ReadConfig): string[] {
  if (isKnownFamily(type)) return [];
  const isPlain = plan.every(({ attention, state }) => attention === "full" && state === null) &&
    layers.every(({ kind }) => kind === "full_attention");
  const name = type === "" ? "no model_type" : `model_type "${cutEnd(type, 40)}"`;
  const how = isPlain ? "read as plain attention" : "read by the names of its fields alone";
  const heads = assumedHeads === null ? "" : `; no num_key_value_heads, so ${assumedHeads}`;
  return [`${name}: family not known, ${how}${heads}.`];
}

/** Types of weights that engines do not keep a cache in. */
function dtypeNote(config: ConfigReader): string[] {
  const dtype = [peek(config, "dtype"), peek(config, "torch_dtype")].find((each) => typeof each === "string");
  if (typeof dtype !== "string" || !/float32|fp32/i.test(dtype)) return [];
  return [
    "The configuration is stored in float32, 4 bytes an element; engines serve it in 16 bits as a rule, and the " +
    "chosen type is what counts here: choose fp32 for the configuration's own.",
  ];
}

/** Fields that are left to the family's code. */
function defaultsNote({ config, type }: ReadConfig): string[] {
  const used = usedDefaults(config);
  return note(used.length > 0, `Left to the defaults of ${cutEnd(type, 40)}'s code: ${used.join(", ")}.`);
}

/** Lists that are longer or shorter than the layers. */
function listNotes(config: ConfigReader, layers: number): string[] {
  return [...NAME_LISTS, ...LAYER_TELLERS].flatMap(({ keys: [key = ""] }) => {
    const list = peek(config, key);
    const length = Array.isArray(list) || typeof list === "string" ? list.length : layers;
    if (
      length === 0 || length === layers ||
      /idx|ids|indices|attention_types|_window_layers|^_?block_types|sliding_window/.test(key)
    ) {
      return [];
    }
    return length > layers
      ? [
        `${key} names ${length} layers and there are ${layers}: the rest, which predict further tokens, keep nothing here.`,
      ]
      : [`${key} names ${length} layers and there are ${layers}: repeated.`];
  });
}

function reusingNote({ reusing }: SharedLayers, layers: number): string {
  const first = layers - reusing.size;
  const areLast = [...reusing].every((layer) => layer >= first);
  return areLast
    ? "The last layers use the keys and values of earlier ones and keep none of their own."
    : `${reusing.size} layers use the keys and values of an earlier one and keep none of their own.`;
}

/** A window that the configuration leaves to the family's code. */
function usualNote({ config, type }: ReadConfig): string {
  return `The configuration names no window: the ${
    usualWindow(config)
  } tokens are the default of ${type}'s code.`;
}

/** Whether sliding layers are counted in full because nothing says their window. */
function lacksWindow({ plan, layers }: ReadConfig): boolean {
  return plan.some(({ attention }) => attention === "sliding") &&
    layers.every(({ kind }) => kind !== "sliding_attention");
}

const CROSSING_NOTE = (which: string) =>
  `${which} attend to pictures: they keep the pictures' keys and values once, which are not counted, and ` +
  "nothing of the text.";
const INDEX_NOTE =
  "Sparse attention chooses its tokens by an index of its own. The upper bound counts it in the keys' type; engines " +
  "often keep it in fp8.";
const WINDOW_NOTE =
  "Sliding layers need the last tokens only (llama.cpp keeps about those); an engine that hands out pages for the " +
  "whole length (vLLM's way in hybrid models) keeps all: the two bounds.";
const EQUAL_NOTE =
  "Full layers take their values from the same projection as their keys; both are counted, as engines keep both.";
const LACKING_NOTE =
  "The configuration names sliding layers and no window for them: they are counted in full.";
const LATENT_NOTE =
  "Some layers slide over latents: here they are counted in full, so the lower bound is higher than it must be.";
