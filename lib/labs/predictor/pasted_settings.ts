/**
 * Reads sampler settings as other programs write them: JSON, or the options of a command line.
 *
 * @module
 */
import { knownStages, type PresetSettings } from "@/lib/labs/predictor/presets.ts";
import { DEFAULT_SAMPLER, STAGE_NAMES, type StageName } from "@/lib/lm/sampler/settings.ts";

/** What was read. */
interface PastedSettings {
  /** Null where nothing of it is a sampler's setting. */
  readonly settings: (PresetSettings & { readonly seed?: number }) | null;
  /** Settings that are on there and that this site does not have: `top_a 0.2`. */
  readonly notApplied: readonly string[];
}

const ALIASES: Readonly<Record<string, string>> = {
  temp: "temperature",
  repeat_penalty: "repetition_penalty",
  rep_pen: "repetition_penalty",
  penalties: "repetition_penalty",
  typical: "typical_p",
  typ_p: "typical_p",
  s: "seed",
  sampler_seed: "seed",
};

/** Stages that this site lacks, and the value that switches each off. */
const FOREIGN: Readonly<Record<string, number>> = {
  top_a: 0,
  tfs: 1,
  tfs_z: 1,
  dry_multiplier: 0,
  xtc_probability: 0,
  mirostat: 0,
  top_n_sigma: -1,
  presence_penalty: 0,
  frequency_penalty: 0,
  typical_p: 1,
};

/** KoboldAI's numbers of its stages. */
const KOBOLD = ["top_k", "top_a", "top_p", "tfs", "typical_p", "temperature", "repetition_penalty"];

/** Reads a JSON object or a command line. */
export function readPastedSettings(text: string): PastedSettings {
  const entries = text.trim().startsWith("{") ? jsonEntries(text) : optionEntries(text);
  const given = new Map(entries.map(([name, value]) => [canonical(name), value]));
  const known: readonly string[] = STAGE_NAMES;
  const numbers = [...given].map(([name, value]) => [name, Number(value)] as const)
    .filter(([, value]) => Number.isFinite(value));
  const values = Object.fromEntries(numbers.filter(([name]) => known.includes(name)));
  if (values["top_k"] !== undefined) values["top_k"] = Math.max(0, values["top_k"]); // -1 is off elsewhere
  const notApplied = numbers
    .filter(([name, value]) => !known.includes(name) && name in FOREIGN && value !== FOREIGN[name])
    .map(([name, value]) => `${name} ${value}`);
  const stages = orderOf(given);
  if (Object.keys(values).length === 0 && stages === null) return { settings: null, notApplied };
  const seed = Number(given.get("seed") ?? NaN);
  return {
    settings: {
      ...DEFAULT_SAMPLER,
      ...values,
      stages: stages ?? DEFAULT_SAMPLER.stages,
      pick: given.get("do_sample") === false || values["temperature"] === 0 ? "greedy" : "sample",
      ...(Number.isInteger(seed) && seed >= 0 && { seed }),
    },
    notApplied,
  };
}

function canonical(name: string): string {
  const plain = name.replace(/^-+/, "").replaceAll("-", "_").toLowerCase();
  return ALIASES[plain] ?? plain;
}

function jsonEntries(text: string): [string, unknown][] {
  try {
    return Object.entries(JSON.parse(text) as Record<string, unknown>);
  } catch {
    return [];
  }
}

/** `--temp 0.8`, `--temp=0.8`, `temperature=0.8`. */
function optionEntries(text: string): [string, unknown][] {
  return [...text.matchAll(/(?:^|\s|,)-{0,2}([A-Za-z][\w-]*)(?:\s*[=:]\s*|\s+)("[^"]*"|[\w.;,+-]+)/g)]
    .map(([, name = "", value = ""]) => [name, value.replaceAll('"', "")]);
}

/** The order of the stages, where it is given; a stage that it does not name runs last, as an unnamed one is off there. */
function orderOf(given: ReadonlyMap<string, unknown>): StageName[] | null {
  const kobold = given.get("sampler_order");
  const named = given.get("samplers") ?? given.get("sampling_seq");
  const names = Array.isArray(kobold)
    ? kobold.map((index) => KOBOLD[Number(index)] ?? "")
    : Array.isArray(named)
    ? named.map(String)
    : typeof named === "string"
    ? named.split(/[;,]/)
    : null;
  if (names === null) return null;
  const order = knownStages(names.map(canonical));
  return [...order, ...STAGE_NAMES.filter((name) => !order.includes(name))];
}
