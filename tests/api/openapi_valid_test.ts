import { assertEquals } from "@std/assert";
import { Validator } from "@seriousme/openapi-schema-validator";
import { siteWith } from "../server/site_under_test.ts";

Deno.test("the OpenAPI document is valid 3.1", async () => {
  const document = await (await siteWith()("/api/v1/openapi.json")).json();
  assertEquals(document.openapi.slice(0, 3), "3.1");
  const { valid, errors } = await new Validator().validate(document);
  assertEquals([valid, errors], [true, undefined]);
});

/** JSON Schema 2020-12 has no list under `items`: that is `prefixItems`. */
Deno.test("no schema of the document writes lists as earlier versions did", async () => {
  const document = await (await siteWith()("/api/v1/openapi.json")).json();
  const wrong: string[] = [];
  const look = (value: unknown, path: string): void => {
    if (typeof value !== "object" || value === null) return;
    const { items, nullable } = value as { readonly items?: unknown; readonly nullable?: unknown };
    if (Array.isArray(items) || typeof nullable === "boolean") wrong.push(path);
    for (const [key, child] of Object.entries(value)) look(child, `${path}/${key}`);
  };
  look(document, "");
  assertEquals(wrong, []);
});

Deno.test("the document says which fields exclude each other, and that no stage comes twice", async () => {
  const document = await (await siteWith()("/api/v1/openapi.json")).json();
  const { schemas } = document.components;
  const required = (name: string) =>
    schemas[name].oneOf.map((each: { readonly required: string[] }) => each.required.join(" "));
  assertEquals(required("ScoreRequest"), ["text", "tokens"]);
  assertEquals(required("NgramRequest"), ["corpus", "text"]);
  assertEquals(required("LossRequest"), ["logits targets", "probabilities", "losses_nats"]);
  assertEquals(required("KvCacheRequest"), ["preset", "config", "layers"]);
  assertEquals(schemas.SampleRequest.properties.stages.uniqueItems, true);
});
