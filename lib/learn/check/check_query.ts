/**
 * The query of /check: the seed, what a teacher's link hides, and the answers.
 *
 * @module
 */
import { type FieldTable, formatFields, parseFields } from "@/lib/experiment/codec.ts";
import { BadValue, type Field, integerField, optionalIntegerField } from "@/lib/experiment/fields/field.ts";
import { CHECK_LENGTH } from "@/lib/learn/check/make_check.ts";

/** What a teacher's link can hide. */
const HIDDEN_PARTS = ["reasons", "links", "aims", "again"] as const;

/** One of {@linkcode HIDDEN_PARTS}. */
export type HiddenPart = typeof HIDDEN_PARTS[number];

/** Choices of a question. */
const CHOICES = 4;

/** The state of /check. */
interface CheckQuery {
  /** NumPy's `default_rng(seed)`. */
  readonly seed: number;
  readonly hide: readonly HiddenPart[];
  /** Index of the choice for each question, from 0; null where there is none. */
  readonly chosen: readonly (number | null)[];
}

/** A check's address, read. */
export interface ParsedCheck extends CheckQuery {
  /** Parts of the address that could not be used; one sentence each. */
  readonly notices: readonly string[];
}

type Names = "seed" | "hide" | `q${number}`;
type Flat = Record<Names, number | null | readonly HiddenPart[]>;

const NAMES = Array.from({ length: CHECK_LENGTH }, (_, index) => `q${index + 1}` as const);
const FIELDS = {
  seed: integerField(0, 0, Number.MAX_SAFE_INTEGER),
  hide: partsField(),
  ...Object.fromEntries(NAMES.map((name) => [name, optionalIntegerField(1, CHOICES)])),
} as unknown as FieldTable<Flat>;

/** Reads the address of a check. Total: what does not fit counts as not given, with a notice. */
export function parseCheck(params: URLSearchParams): ParsedCheck {
  const { query, notices } = parseFields(FIELDS, params);
  return {
    seed: query.seed as number,
    hide: query.hide as readonly HiddenPart[],
    chosen: NAMES.map((name) => query[name] === null ? null : (query[name] as number) - 1),
    notices: notices.map(({ name, value, reason }) => `${name}=${value} ${reason}.`),
  };
}

/** The address of a check. */
export function checkAddress({ seed, hide = [], chosen = [] }: Partial<CheckQuery>): string {
  const answers = NAMES.map((name, index) => {
    const choice = chosen[index] ?? null;
    return [name, choice === null ? null : choice + 1];
  });
  const params = formatFields(FIELDS, { seed: seed ?? 0, hide, ...Object.fromEntries(answers) } as Flat);
  const query = params.toString().replaceAll("%2C", ",");
  return query === "" ? "/check" : `/check?${query}`;
}

/** Names of parts, each once, joined by commas or given again. */
function partsField(): Field<readonly HiddenPart[]> {
  const known = (name: string): name is HiddenPart => HIDDEN_PARTS.some((part) => part === name);
  return {
    initial: [],
    repeatable: true,
    acceptsEmpty: false,
    parse(values) {
      const names = [...new Set(values.flatMap((value) => value.split(",")).filter(Boolean))];
      return names.every(known)
        ? names
        : new BadValue(`names something other than ${HIDDEN_PARTS.join(", ")}`);
    },
    format: (parts) => parts.length === 0 ? [] : [parts.join(",")],
    check: () => null,
  };
}
