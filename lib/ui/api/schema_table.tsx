import { DataTable } from "@/lib/ui/plot/data_table.tsx";

/** The part of a JSON schema that the table shows. */
export interface FieldSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly items?: FieldSchema | boolean;
  readonly anyOf?: readonly FieldSchema[];
  readonly prefixItems?: readonly FieldSchema[];
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly additionalProperties?: FieldSchema | boolean;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxLength?: number;
}

interface SchemaTableProps {
  readonly caption: string;
  readonly schema: FieldSchema;
  /** Whether required fields and defaults are told: for what is sent. */
  readonly input: boolean;
}

/** The fields of an object: name, type, limits, meaning. */
export function SchemaTable({ caption, schema, input }: SchemaTableProps) {
  const rows = Object.entries(schema.properties ?? {});
  const isRequired = (name: string) => schema.required?.includes(name) ?? false;
  return (
    <DataTable<[string, FieldSchema]>
      caption={caption}
      rows={rows}
      rowKey={([name]) => name}
      columns={[
        { key: "name", label: "Field", cell: ([name]) => <code>{name}</code> },
        { key: "type", label: "Type", cell: ([, field]) => typeOf(field) },
        ...(input
          ? [{
            key: "default",
            label: "Default",
            cell: ([name, field]: [string, FieldSchema]) => isRequired(name) ? "required" : defaultOf(field),
          }]
          : []),
        { key: "meaning", label: "Meaning", cell: ([, field]) => meaningOf(field) },
      ]}
    />
  );
}

/** A type in a few words: `number[]`, `string or null`, `one of end, limit`. */
export function typeOf(schema: FieldSchema): string {
  if (schema.enum) return `one of ${schema.enum.join(", ")}`;
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(" or ");
  const types = [schema.type ?? "anything"].flat();
  return types.map((type) =>
    type === "array" ? arrayType(schema) : type === "object" ? objectType(schema) : type
  )
    .join(" or ");
}

function arrayType({ items, prefixItems }: FieldSchema): string {
  if (prefixItems) return `[${prefixItems.map(typeOf).join(", ")}]`;
  if (typeof items !== "object") return "array";
  const inner = typeOf(items);
  return inner.includes(" ") ? `(${inner})[]` : `${inner}[]`;
}

function objectType({ properties, additionalProperties }: FieldSchema): string {
  if (properties) {
    return `{${Object.entries(properties).map(([name, field]) => `${name}: ${typeOf(field)}`).join(", ")}}`;
  }
  return typeof additionalProperties === "object" ? `{name: ${typeOf(additionalProperties)}}` : "object";
}

function defaultOf({ default: value }: FieldSchema): string {
  if (Array.isArray(value)) return value.length === 0 ? "empty" : value.join(", ");
  return value === undefined ? "none" : JSON.stringify(value);
}

function meaningOf(field: FieldSchema): string {
  const limits = limitsOf(field);
  return [field.description, limits].filter(Boolean).join(". ");
}

function limitsOf({ minimum, maximum, maxItems, maxLength }: FieldSchema): string {
  const most = (value: number) =>
    value === Number.MAX_SAFE_INTEGER ? "2^53 − 1" : value.toLocaleString("en-US");
  if (maxItems !== undefined) return `At most ${most(maxItems)} entries`;
  if (maxLength !== undefined) return `At most ${most(maxLength)} characters`;
  if (minimum !== undefined && maximum !== undefined) return `From ${most(minimum)} to ${most(maximum)}`;
  return "";
}
