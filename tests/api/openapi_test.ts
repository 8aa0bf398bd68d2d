import { assert, assertEquals } from "@std/assert";
import { endpoints } from "@/routes/api/endpoints.ts";
import { siteWith } from "../server/site_under_test.ts";
import type { JsonSchema } from "./schema_arbitrary.ts";

const ask = siteWith({ RATE_LIMIT: "0" });

async function documentOf() {
  const response = await ask("/api/v1/openapi.json");
  assertEquals([response.status, response.headers.get("content-type")], [200, "application/json"]);
  return await response.json();
}

/** Every `$ref` of a document. */
function references(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => key === "$ref" ? [each as string] : references(each));
}

Deno.test("GET /api/v1/openapi.json is OpenAPI 3.1 and describes every endpoint with its errors", async () => {
  const document = await documentOf();
  assertEquals([document.openapi, document.servers], ["3.1.0", [{ url: "/api/v1" }]]);
  const calculations = endpoints.map(({ name }) => `/${name}`);
  assertEquals(Object.keys(document.paths), [...calculations, "/experiments", "/experiments/{id}"]);
  for (const path of calculations) {
    const { responses } = document.paths[path].post;
    assertEquals(Object.keys(responses), ["200", "400", "408", "413", "415", "422", "429", "503"]);
  }
  for (const reference of references(document)) {
    const name = reference.replace("#/components/schemas/", "");
    assert(name in document.components.schemas, reference);
  }
});

Deno.test("GET /api/v1/openapi.json says what is required and what else is refused", async () => {
  const { SoftmaxRequest } = (await documentOf()).components.schemas as Record<string, JsonSchema>;
  assertEquals(SoftmaxRequest?.required, ["logits"]);
  assertEquals(SoftmaxRequest?.additionalProperties, false);
  assertEquals(Object.keys(SoftmaxRequest?.properties ?? {}), ["logits", "labels", "temperature"]);
});

Deno.test("every example of the document is answered 200 with the documented shape", async () => {
  const { paths } = await documentOf();
  for (const { name, response } of endpoints) {
    const { example } = paths[`/${name}`].post.requestBody.content["application/json"];
    const answer = await ask(`/api/v1/${name}`, {
      method: "POST",
      body: JSON.stringify(example),
      headers: { "content-type": "application/json" },
    });
    assertEquals(answer.status, 200, name);
    const parsed = response.safeParse(await answer.json());
    assert(parsed.success, `${name}: ${parsed.error?.message}`);
  }
});
