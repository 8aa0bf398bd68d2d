/** A request takes what its page's address takes. */
import { assert, assertEquals } from "@std/assert";
import { z } from "zod";
import { labs } from "@/routes/labs.ts";
import { endpoints } from "@/routes/api/endpoints.ts";
import type { JsonSchema } from "./schema_arbitrary.ts";

interface ReadableField {
  readonly range?: { readonly min: number; readonly max: number; readonly whole: boolean };
  readonly choices?: readonly string[];
  readonly initial: unknown;
}

/** Fields of a request that mean less than those of an address, each with its reason. */
const NARROWER: Readonly<Record<string, string>> = {
  "score window": "a server reads 512 tokens at most, a tab any number",
  "score stride": "the same",
  "ngram k": "more than 0, which a schema says as an exclusive bound",
};

/** Defaults of a request that are not those of an address, each with its reason. */
const OWN_DEFAULTS: Readonly<Record<string, string>> = {
  "predict top": "a program reads more rows than a page shows",
  "sample draws": "a program that asks for no number wants one",
  "kv-cache batch": "the page opens with the gallery's example of four sequences",
};

function fieldsOf(page: string): Readonly<Record<string, ReadableField>> {
  return (labs.find(({ path }) => path === page)?.fields ?? {}) as Readonly<Record<string, ReadableField>>;
}

/** The properties of a request, those of a nested object beside the others. */
function properties(schema: JsonSchema): [string, JsonSchema][] {
  return Object.entries(schema.properties ?? {})
    .flatMap(([name, each]) => each.properties ? properties(each) : [[name, each] as [string, JsonSchema]]);
}

Deno.test("ranges, names and defaults of requests are those of the pages' addresses", () => {
  let compared = 0;
  for (const { name: endpoint, page, request } of endpoints) {
    const schema = z.toJSONSchema(request, { io: "input" }) as JsonSchema;
    for (const [name, property] of properties(schema)) {
      const { range, choices, initial } = fieldsOf(page ?? "")[name] ?? {};
      const where = `${endpoint} ${name}`;
      if ((range || choices) && property.default !== undefined && !(where in OWN_DEFAULTS)) {
        assertEquals(property.default, initial, where);
      }
      if (where in NARROWER) continue;
      if (range) {
        assertEquals([property.minimum, property.maximum], [range.min, range.max], where);
        assertEquals(property.type, range.whole ? "integer" : "number", where);
        compared++;
      }
      if (choices) {
        assert(property.enum, where);
        assertEquals(property.enum.filter((choice) => !choices.includes(choice as string)), [], where);
        compared++;
      }
    }
  }
  assert(compared >= 50, `${compared} were compared`);
});
