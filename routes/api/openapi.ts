/**
 * The OpenAPI 3.1 document, made of the endpoints' own schemas.
 *
 * @module
 */
import { z } from "zod";
import type { Endpoint } from "@/routes/api/endpoint.ts";

/** A JSON document. */
type Json = Readonly<Record<string, unknown>>;

const problemSchema = z.object({
  status: z.int(),
  title: z.string(),
  detail: z.string().describe("What happened and what to do"),
  errors: z.array(z.object({
    pointer: z.string().describe("JSON pointer to the field; empty for the whole request"),
    detail: z.string(),
  })),
});

const PROBLEMS: Readonly<Record<string, string>> = {
  "400": "The body is not JSON",
  "413": "The body is larger than 1 MiB",
  "415": "The body is declared as something other than JSON",
  "422": "A field does not fit the schema, or the request has no answer",
  "429": "More requests than a client may make in a minute; Retry-After says how long to wait",
  "503": "The server is busy; Retry-After says how long to wait",
};

const DESCRIPTION =
  "Calculations around the next token. JSON in and out; numbers are never rounded, and what would be " +
  "infinite is null. Errors are problem documents (RFC 9457). Open to every origin, without credentials. A body holds " +
  "at most 1 MiB.";

let cached: { readonly endpoints: readonly Endpoint[]; readonly document: Json } | null = null;

/** The document of these endpoints. */
export function openApiDocument(endpoints: readonly Endpoint[]): Json {
  if (cached?.endpoints !== endpoints) cached = { endpoints, document: makeDocument(endpoints) };
  return cached.document;
}

function makeDocument(endpoints: readonly Endpoint[]): Json {
  const schemas = endpoints.flatMap(({ name, request, response }) => [
    [`${pascalCase(name)}Request`, jsonSchema(request, "input")],
    [`${pascalCase(name)}Response`, jsonSchema(response, "output")],
  ]);
  return {
    openapi: "3.1.0",
    info: { title: "Next-Token Playground", version: "1", description: DESCRIPTION },
    servers: [{ url: "/api/v1" }],
    paths: Object.fromEntries(endpoints.map((each) => [`/${each.name}`, pathItem(each)])),
    components: {
      schemas: { ...Object.fromEntries(schemas), Problem: jsonSchema(problemSchema, "output") },
    },
  };
}

function pathItem(endpoint: Endpoint): Json {
  const { name, query, example } = endpoint;
  const operation = { summary: endpoint.summary, description: endpoint.description };
  const schema = reference(`${pascalCase(name)}Request`);
  const post = {
    operationId: name,
    ...operation,
    requestBody: { required: true, content: { "application/json": { schema, example } } },
    responses: responsesOf(endpoint, Object.keys(PROBLEMS)),
  };
  if (query === null) return { post };
  const get = {
    operationId: `${name}-get`,
    ...operation,
    parameters: parametersOf(query),
    responses: responsesOf(endpoint, ["422", "429", "503"]),
  };
  return { get, post };
}

function responsesOf({ name }: Endpoint, problems: readonly string[]): Json {
  const schema = reference(`${pascalCase(name)}Response`);
  const failures = problems.map((status) => [status, {
    description: PROBLEMS[status],
    content: { "application/problem+json": { schema: reference("Problem") } },
  }]);
  return {
    "200": { description: "The answer", content: { "application/json": { schema } } },
    ...Object.fromEntries(failures),
  };
}

function parametersOf(query: z.ZodObject): readonly Json[] {
  const { properties = {}, required = [] } = jsonSchema(query, "input") as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: "query",
    required: required.includes(name),
    ...(description !== undefined && { description }),
    schema,
  }));
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}

function reference(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}

function pascalCase(name: string): string {
  return name.replace(/(^|-)(\w)/g, (_, _dash, letter: string) => letter.toUpperCase());
}
