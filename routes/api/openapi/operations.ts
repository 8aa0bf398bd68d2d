/**
 * Operations on what is kept, as the OpenAPI document describes them.
 *
 * @module
 */
import { type Json, jsonSchema, problemResponses, reference } from "@/routes/api/openapi/parts.ts";
import type { NamedSchema, Operation } from "@/routes/api/openapi/operation.ts";

/** The path items: the operations of a path under their methods. */
export function operationItems(operations: readonly Operation[]): Json {
  const paths = [...new Set(operations.map(({ path }) => path))];
  return Object.fromEntries(paths.map((path) => {
    const own = operations.filter((each) => each.path === path);
    const methods = Object.fromEntries(own.map((each) => [each.method, described(each)]));
    const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: "path",
      required: true,
      schema: { type: "string" },
    }));
    return [path, { ...(parameters.length > 0 && { parameters }), ...methods }];
  }));
}

/** The schemas that the operations name. */
export function operationSchemas(operations: readonly Operation[]): Json {
  const named = operations.flatMap(({ request, response: { content } }) => [
    ...(request ? [[request.name, jsonSchema(request.schema, "input")]] : []),
    ...(content ? [[content.name, jsonSchema(content.schema, "output")]] : []),
  ]);
  return Object.fromEntries(named);
}

function described(operation: Operation): Json {
  const { id, summary, description, request, response, takesToken = false, problems } = operation;
  const json = ({ name }: NamedSchema, example?: unknown) => ({
    "application/json": { schema: reference(name), ...(example !== undefined && { example }) },
  });
  return {
    operationId: id,
    summary,
    description,
    ...(takesToken && { security: [{ deleteToken: [] }] }),
    ...(request && { requestBody: { required: true, content: json(request, request.example) } }),
    responses: {
      [response.status]: {
        description: response.description,
        ...(response.content && { content: json(response.content) }),
      },
      ...problemResponses(problems),
    },
  };
}
