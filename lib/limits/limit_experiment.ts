/**
 * An experiment on the limits of a language model: what it asks, its fields, and how it is run.
 *
 * @module
 */
import { type FieldTable, formatFields, parseFields } from "@/lib/experiment/codec.ts";
import { type Field, scalarField } from "@/lib/experiment/fields/field.ts";
import { joinAddress } from "@/lib/experiment/query_text.ts";
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";
import type { LimitAnswer } from "./limit_answer.ts";

/** A field of an experiment's form, and of its address. */
export interface LimitField {
  readonly name: string;
  readonly label: string;
  readonly kind: "line" | "area" | "choice" | "handle" | "switch";
  readonly value: string;
  /** Of a choice. */
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  /** Of a handle, whole numbers. */
  readonly range?: readonly [min: number, max: number];
}

/** Values of the fields, by name. */
export type LimitQuery = Readonly<Record<string, string>>;

/** What an experiment may use. */
export interface LimitPorts {
  /** The model that is asked. */
  readonly model: LanguageModel;
  readonly signal?: AbortSignal | undefined;
  /** Told while a long experiment runs: how much is done, 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
  /** Text of a shipped file by its name; asked for by those experiments that say so. */
  readonly text?: (name: "everyday") => Promise<string>;
  /** Other models to put beside it. */
  readonly others?: () => Promise<readonly LanguageModel[]>;
  /** Logits after a context on every backend and in two chunk sizes, by name. */
  readonly variants?: (
    tokens: readonly TokenId[],
  ) => Promise<readonly { readonly name: string; readonly logits: Float32Array }[]>;
}

/** Who computes it: the server for each address, the server once for the default, or the tab when asked to. */
type LimitWork = "server" | "default" | "tab";

/** One experiment. */
export interface LimitExperiment {
  readonly name: string;
  readonly title: string;
  /** What it shows, one line. */
  readonly claim: string;
  readonly fields: readonly LimitField[];
  readonly work: LimitWork;
  /** The button of what the tab does only when asked to, with what it fetches: the run, or asking other models too. */
  readonly act?: string;
  /** Whether a model of the hub may be asked in place of parcel-gpt. */
  readonly anyModel?: boolean;
  /** What to read or try next: address and words. */
  readonly next: readonly (readonly [href: string, label: string])[];
  run(query: LimitQuery, ports: LimitPorts): Promise<LimitAnswer>;
}

/** The longest text of a field that is read, in characters. */
const LONGEST = 2000;

/** How an address holds an experiment. Whatever it says of a field, the field has a value. */
export function limitTable(fields: readonly LimitField[]): FieldTable<LimitQuery> {
  return Object.fromEntries(fields.map((field) => [field.name, tableField(field)]));
}

function tableField(field: LimitField): Field<string> {
  return scalarField({
    initial: field.value,
    acceptsEmpty: true,
    parse: (given) => readField(field, given),
    format: (value) => value,
  });
}

/** Reads the fields of an address; an unknown or bad value is the default. */
export function readLimitQuery(fields: readonly LimitField[], params: URLSearchParams): LimitQuery {
  return parseFields(limitTable(fields), params).query;
}

function readField({ kind, value, options = [], range = [0, 0] }: LimitField, given: string): string {
  switch (kind) {
    case "choice":
      return options.some((option) => option.value === given) ? given : value;
    case "switch":
      return given === "1" || given === "0" ? given : value;
    case "handle":
      return /^\d{1,4}$/.test(given) && Number(given) >= range[0] && Number(given) <= range[1]
        ? given
        : value;
    default:
      return given.slice(0, LONGEST);
  }
}

/** The query of an address: what differs from the defaults. Empty for none. */
export function limitSearch(fields: readonly LimitField[], query: LimitQuery): string {
  return joinAddress("", formatFields(limitTable(fields), query));
}
