/**
 * The OpenAPI 3.1 document, made of the endpoints' own schemas.
 *
 * @module
 */
import { z } from "zod";
import type { Endpoint } from "@/routes/api/endpoint.ts";
import { operationItems, operationSchemas } from "@/routes/api/openapi/operations.ts";
import type { Operation } from "@/routes/api/openapi/operation.ts";
import { type Json, jsonSchema, problemResponses, reference } from "@/routes/api/openapi/parts.ts";

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
  "408": "The body did not arrive in 20 seconds",
  "413": "The body is larger than 1 MiB",
  "415": "The body is declared as something other than JSON",
  "422": "A field does not fit the schema, or the request has no answer",
  "429": "More requests than a client may make in a minute; Retry-After says how long to wait",
  "503": "The server is busy; Retry-After says how long to wait",
};

/** Deno's own server answers it, before the site. */
const TOO_LONG = "The address is longer than 64 KiB; without a body";

const DESCRIPTION =
  "Calculations around the next token, and experiments that are kept. JSON in and out; numbers are never rounded, and what would be " +
  "infinite is null. Errors are problem documents (RFC 9457). Open to every origin, without credentials. A body holds " +
  "at most 1 MiB, that of an experiment 48 KiB.";

let cached: { readonly endpoints: readonly Endpoint[]; readonly document: Json } | null = null;

/** The document of these endpoints, and of operations on what is kept. */
export function openApiDocument(endpoints: readonly Endpoint[], operations: readonly Operation[]): Json {
  if (cached?.endpoints !== endpoints) cached = { endpoints, document: makeDocument(endpoints, operations) };
  return cached.document;
}

function makeDocument(endpoints: readonly Endpoint[], operations: readonly Operation[]): Json {
  const schemas = endpoints.flatMap(({ name, request, response }) => [
    [`${pascalCase(name)}Request`, jsonSchema(request, "input")],
    [`${pascalCase(name)}Response`, jsonSchema(response, "output")],
  ]);
  return {
    openapi: "3.1.0",
    info: { title: "Next-Token Playground", version: "1", description: DESCRIPTION },
    servers: [{ url: "/api/v1" }],
    paths: {
      ...Object.fromEntries(endpoints.map((each) => [`/${each.name}`, pathItem(each)])),
      ...operationItems(operations),
    },
    components: {
      schemas: {
        ...Object.fromEntries(schemas),
        ...operationSchemas(operations),
        Problem: jsonSchema(problemSchema, "output"),
      },
      securitySchemes: { deleteToken: { type: "http", scheme: "bearer" } },
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
    responses: { ...responsesOf(endpoint, ["422", "429", "503"]), "400": { description: TOO_LONG } },
  };
  return { get, post };
}

function responsesOf({ name }: Endpoint, problems: readonly string[]): Json {
  const schema = reference(`${pascalCase(name)}Response`);
  const failures = Object.fromEntries(problems.map((status) => [status, PROBLEMS[status]!]));
  return {
    "200": { description: "The answer", content: { "application/json": { schema } } },
    ...problemResponses(failures),
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

function pascalCase(name: string): string {
  return name.replace(/(^|-)(\w)/g, (_, _dash, letter: string) => letter.toUpperCase());
}
