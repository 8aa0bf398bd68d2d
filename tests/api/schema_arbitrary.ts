/**
 * Arbitrary documents from a JSON schema: mostly ones that fit, some with one thing wrong.
 *
 * @module
 */
import fc from "fast-check";

/** The part of JSON Schema that the API's document uses. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema | boolean;
  readonly prefixItems?: readonly JsonSchema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly description?: string;
  readonly default?: unknown;
}

/** Numbers that break careless arithmetic. */
const EDGES = [
  0,
  -0,
  1,
  -1,
  0.5,
  1e4,
  -1e4,
  1e308,
  -1e308,
  5e-324,
  1e-300,
  2 ** 31,
  2 ** 53,
  700,
  745,
  3.4e38,
];

/** Any JSON value. */
export const anyJson: fc.Arbitrary<unknown> = fc.jsonValue({ maxDepth: 3 });

/** Documents that fit a schema, as far as the schema itself can say. */
export function fitting(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  // Beside properties it only says which of them exclude each other.
  const choices = schema.anyOf ?? (schema.properties ? undefined : schema.oneOf);
  if (choices) return fc.oneof(...choices.map(fitting));
  const types = [schema.type ?? []].flat();
  return types.length === 0 ? anyJson : fc.oneof(...types.map((type) => ofType(type, schema)));
}

function ofType(type: string, schema: JsonSchema): fc.Arbitrary<unknown> {
  switch (type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "string":
      return fc.string({ unit: "grapheme", minLength: schema.minLength ?? 0, maxLength: 8 });
    case "array":
      return arrayOf(schema);
    case "object":
      return objectOf(schema);
    default:
      return numberOf(schema, type === "integer");
  }
}

function numberOf(schema: JsonSchema, whole: boolean): fc.Arbitrary<number> {
  const { minimum = -1e308, maximum = 1e308 } = schema;
  const fits = (value: number) =>
    value >= minimum && value <= maximum && (!whole || Number.isSafeInteger(value));
  const edges = EDGES.concat(minimum, maximum).filter(fits);
  const small = whole
    ? fc.integer({ min: Math.max(minimum, -5), max: Math.min(maximum, Math.max(minimum, 0) + 12) })
    : fc.double({ min: Math.max(minimum, -30), max: Math.min(maximum, 30), noNaN: true });
  return fc.oneof({ weight: 4, arbitrary: small }, { weight: 1, arbitrary: fc.constantFrom(...edges) });
}

function arrayOf(schema: JsonSchema): fc.Arbitrary<unknown[]> {
  if (schema.prefixItems) return fc.tuple(...schema.prefixItems.map(fitting));
  const items = typeof schema.items === "object" ? fitting(schema.items) : anyJson;
  const minLength = schema.minItems ?? 0;
  return fc.array(items, { minLength, maxLength: Math.min(schema.maxItems ?? 6, minLength + 6) });
}

function objectOf(schema: JsonSchema): fc.Arbitrary<object> {
  const { properties, required = [], additionalProperties } = schema;
  if (properties) {
    const fields = Object.entries(properties).map(([name, each]) => [name, fitting(each)] as const);
    return fc.record(Object.fromEntries(fields), { requiredKeys: [...required] });
  }
  const values = typeof additionalProperties === "object" ? fitting(additionalProperties) : anyJson;
  const names = fc.oneof(
    fc.string({ maxLength: 4 }),
    fc.constantFrom("a", "b", "a b", "__proto__", "toString"),
  );
  return fc.dictionary(names, values, { maxKeys: 4 });
}

/** Documents with one field replaced by anything, left out, or added. */
export function damaged(schema: JsonSchema): fc.Arbitrary<unknown> {
  const names = Object.keys(schema.properties ?? {});
  const name = fc.oneof(fc.constantFrom(...names, "unknown"), fc.string());
  return fc.tuple(fitting(schema), name, fc.option(anyJson, { nil: undefined })).map((
    [document, key, value],
  ) => ({
    ...document as object,
    [key]: value,
  }));
}
