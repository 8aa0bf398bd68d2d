/**
 * Reads a `config.json` of unknown content and remembers which keys it has used: every field may be absent or of a
 * wrong type, and what nobody used can be named.
 *
 * @module
 */
import { type ConfigRecord, isRecord } from "@/lib/lm/kv_cache/config/record.ts";

/** The most layers that are believed: a list is made of them. */
export const MAX_LAYERS = 4096;

/** The greatest size that is believed. */
const GREATEST = 2 ** 40;

/** One object of the file: its fields, where it stands (`text_config.`), and which of its keys were used. */
export interface Scope {
  readonly record: ConfigRecord;
  readonly path: string;
  readonly used: Set<string>;
  /** Its objects that were asked for: the same object has one memory, however often it is asked for. */
  readonly parts: Map<string, Scope>;
  /** Whether it is what stands around the part that is read: parts of other kinds may have fields there, too. */
  readonly isAround?: boolean;
  /** Whether it is not of the file, but the defaults of the model type's class. */
  readonly isDefault?: boolean;
}

/** A configuration, or a part of it that falls back on what is around it. */
export interface ConfigReader {
  /** From the innermost part to the whole file. */
  readonly scopes: readonly Scope[];
}

/** A reader of a whole file. */
export function configReader(record: ConfigRecord): ConfigReader {
  return { scopes: [scopeOf(record, "")] };
}

/** The same configuration, of which nothing is used yet: to try something. */
export function unusedCopy(config: ConfigReader): ConfigReader {
  return { scopes: config.scopes.map((scope) => ({ ...scope, used: new Set(), parts: new Map() })) };
}

/** The same configuration without what is around the part that is read: what is used of it is remembered. */
export function withoutAround(config: ConfigReader): ConfigReader {
  return { scopes: config.scopes.filter(({ isAround }) => !isAround) };
}

/** The reader of a nested object with what is around it as a fallback; null where there is no such object. */
export function innerPart(config: ConfigReader, name: string): ConfigReader | null {
  const part = alonePart(config, name);
  return part && { scopes: [...part.scopes, ...config.scopes] };
}

/** The reader of a nested object by itself; null where there is none. */
export function alonePart(config: ConfigReader, name: string): ConfigReader | null {
  const scope = config.scopes.find(({ record }) => isRecord(own(record, name)));
  const record = scope && own(scope.record, name);
  if (!scope || !isRecord(record)) return null;
  scope.used.add(name);
  return { scopes: [partScope(scope, name, record)] };
}

/** The reader of one object of a list by itself; null where there is no such list, or another value at its place. */
export function listedPart(config: ConfigReader, name: string, index: number): ConfigReader | null {
  const scope = config.scopes.find(({ record }) => own(record, name) !== undefined);
  const list = scope && own(scope.record, name);
  const record: unknown = Array.isArray(list) && list.length <= MAX_LAYERS ? list[index] : null;
  if (!scope || !isRecord(record)) return null;
  scope.used.add(name);
  return { scopes: [partScope(scope, `${name}[${index}]`, record)] };
}

function partScope(scope: Scope, name: string, record: ConfigRecord): Scope {
  const part = scope.parts.get(name) ?? scopeOf(record, `${scope.path}${name}.`);
  scope.parts.set(name, part);
  return part;
}

function scopeOf(record: ConfigRecord, path: string): Scope {
  return { record, path, used: new Set(), parts: new Map() };
}

/** A field's value, without using it. Names such as `__proto__` have none. */
export function peek(config: ConfigReader, name: string): unknown {
  return config.scopes.find(({ record }) => own(record, name) !== undefined)?.record[name];
}

/** A field's value, which thereby is used. */
export function field(config: ConfigReader, name: string): unknown {
  settle(config, name);
  return peek(config, name);
}

/** Marks keys as used, or as known not to matter here; an outer field of another value stays unused. */
export function settle(config: ConfigReader, ...names: readonly string[]): void {
  for (const name of names) {
    if (config.scopes.every(({ record, used }) => used.has(name) || own(record, name) === undefined)) {
      continue;
    }
    const value = JSON.stringify(peek(config, name));
    for (const { record, used } of config.scopes) {
      if (JSON.stringify(own(record, name)) === value) used.add(name);
    }
  }
}

/**
 * The first of some fields that is a whole number above 0; null where none is. The others are used up where they
 * agree or say nothing.
 */
export function count(config: ConfigReader, ...names: readonly string[]): number | null {
  const values = names.map((name) => [name, peek(config, name)] as const);
  const found = values.find(([, value]) => isCount(value))?.[1];
  for (const [name, value] of values) {
    if (value === found || value === null) settle(config, name);
  }
  return typeof found === "number" ? found : null;
}

/** {@linkcode count} of a size that may be 0. */
export function size(config: ConfigReader, ...names: readonly string[]): number | null {
  return count(config, ...names) ?? (names.some((name) => peek(config, name) === 0) ? 0 : null);
}

/** A field that is text; empty where it is not. */
export function text(config: ConfigReader, name: string): string {
  const value = peek(config, name);
  if (typeof value !== "string") return "";
  settle(config, name);
  return value;
}

/** Whether a switch is on. */
export function isOn(config: ConfigReader, name: string): boolean {
  return field(config, name) === true;
}

/** A list of names, at most as long as layers are believed; null where the field is none. */
export function names(config: ConfigReader, name: string): readonly string[] | null {
  return listOf(config, name, (each): each is string => typeof each === "string");
}

/** A list of numbers, at most as long as layers are believed; null where the field is none. */
export function numbers(config: ConfigReader, name: string): readonly number[] | null {
  return listOf(config, name, (each): each is number => typeof each === "number");
}

/** One number of a list, without a look at the others; null where there is none. */
export function numberAt(config: ConfigReader, name: string, index: number): number | null {
  const value = peek(config, name);
  const found: unknown = Array.isArray(value) && value.length <= MAX_LAYERS ? value[index] : null;
  if (typeof found !== "number") return null;
  settle(config, name);
  return found;
}

function listOf<T>(
  config: ConfigReader,
  name: string,
  fits: (each: unknown) => each is T,
): readonly T[] | null {
  const value = peek(config, name);
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_LAYERS || !value.every(fits)) {
    return null;
  }
  settle(config, name);
  return value;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value > 0 && value <= GREATEST;
}

function own(record: ConfigRecord, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
