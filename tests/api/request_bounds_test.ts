/** What each request takes, in figures: the bounds protect the server, and a default is what a field means that is left out. */
import { assertEquals } from "@std/assert";
import { z } from "zod";
import { endpoints } from "@/routes/api/endpoints.ts";
import { experimentRequest } from "@/routes/api/experiments/schemas.ts";
import bounds from "../reference/request_bounds.json" with { type: "json" };
import type { JsonSchema } from "./schema_arbitrary.ts";

const SAID = [
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "default",
] as const;

/** Each bound and default of a schema, by its place: `logits[] minItems`. */
function boundsOf(schema: JsonSchema, place: string): [string, unknown][] {
  const own = schema as unknown as Readonly<Record<string, unknown>>;
  const said = SAID.filter((name) => own[name] !== undefined && Math.abs(own[name] as number) !== 2 ** 53 - 1)
    .map((name) => [`${place} ${name}`, own[name]] as [string, unknown]);
  const inside = [
    ...Object.entries(schema.properties ?? {}).map(([name, each]) => [each, `${place} ${name}`]),
    ...[own["items"], own["prefixItems"]].flat().filter(Boolean).map((each) => [each, `${place}[]`]),
    ...[own["additionalProperties"]].filter((each) => typeof each === "object").map((
      each,
    ) => [each, `${place}{}`]),
    ...[own["anyOf"], own["oneOf"], own["allOf"]].flat().filter(Boolean).map((each) => [each, `${place}|`]),
  ] as [JsonSchema, string][];
  return [...said, ...inside.flatMap(([each, where]) => boundsOf(each, where))];
}

Deno.test("the bounds and defaults of every request are those that programs were written against", () => {
  const requests = [
    ...endpoints.map(({ name, request }) => [name, request] as const),
    [
      "experiments",
      experimentRequest,
    ] as const,
  ];
  const found = requests.flatMap(([name, request]) =>
    boundsOf(z.toJSONSchema(request, { io: "input", unrepresentable: "any" }) as JsonSchema, name)
  );
  // One place can have several forms.
  const joined: Record<string, unknown[]> = {};
  for (const [place, value] of found) (joined[place] ??= []).push(value);
  if (Deno.env.get("BOUNDS") === "write") {
    Deno.writeTextFileSync("tests/reference/request_bounds.json", JSON.stringify(joined, null, 2) + "\n");
  }
  assertEquals(joined, bounds as Record<string, unknown[]>);
});
