/**
 * Parts that every description of the OpenAPI document is made of.
 *
 * @module
 */
import { z } from "zod";

/** A JSON document. */
export type Json = Readonly<Record<string, unknown>>;

/** The JSON schema of what is sent (`input`) or answered (`output`). */
export function jsonSchema(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}

/** A reference to a schema of the document. */
export function reference(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}

/** The responses of an operation's problems: what each status means. */
export function problemResponses(problems: Readonly<Record<string, string>>): Json {
  const content = { "application/problem+json": { schema: reference("Problem") } };
  return Object.fromEntries(
    Object.entries(problems).map(([status, description]) => [status, { description, content }]),
  );
}
