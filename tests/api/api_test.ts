import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { siteWith } from "../server/site_under_test.ts";

const ask = siteWith({ RATE_LIMIT: "0" });
const EXAMPLE = { logits: [3, 1.5, -1, -2, -3] };

function post(body: BodyInit, headers: Record<string, string> = { "content-type": "application/json" }) {
  return ask("/api/v1/softmax", { method: "POST", body, headers });
}

async function expectProblem(
  response: Response,
  status: number,
): Promise<{ pointer: string; detail: string }[]> {
  assertEquals(response.status, status);
  assertEquals(response.headers.get("content-type"), "application/problem+json");
  const document = await response.json();
  assertEquals(Object.keys(document).sort(), ["detail", "errors", "status", "title"]);
  assertEquals(document.status, status);
  return document.errors;
}

Deno.test("POST answers 400 for what is not JSON", async () => {
  for (const body of ["", "{", "logits=1", "\ufffe{}", '{"logits":[NaN]}']) {
    await expectProblem(await post(body), 400);
  }
  await expectProblem(await post(Uint8Array.of(0x22, 0xff, 0x22)), 400);
});

Deno.test("POST answers 415 for another media type, and takes JSON without one", async () => {
  const body = JSON.stringify(EXAMPLE);
  await expectProblem(await post(body, { "content-type": "text/plain" }), 415);
  await expectProblem(await post(body, { "content-type": "application/x-www-form-urlencoded" }), 415);
  for (const type of ["application/json; charset=utf-8", "application/ld+json", "Application/JSON"]) {
    assertEquals((await post(body, { "content-type": type })).status, 200, type);
  }
  assertEquals((await post(new TextEncoder().encode(body), {})).status, 200);
});

Deno.test("POST answers 413 for more than 1 MiB, declared or not", async () => {
  const large = " ".repeat(1_048_577);
  await expectProblem(await post(large), 413);
  const stream = new Blob([large]).stream();
  await expectProblem(await post(stream), 413);
  const fits = JSON.stringify(EXAMPLE).padEnd(1_048_576, " ");
  assertEquals((await post(fits)).status, 200);
});

Deno.test("POST answers 422 and names each field that is wrong", async () => {
  const errors = await expectProblem(
    await post('{"logits":[1,"2",1e999],"temperature":-1,"a/b~":0}'),
    422,
  );
  assertEquals(errors.map(({ pointer }) => pointer), ["/logits/1", "/logits/2", "/temperature", "/a~1b~0"]);
  for (const body of ["null", "[]", "3", '"text"', "{}", '{"logits":[]}', '{"logits":null}']) {
    assert((await expectProblem(await post(body), 422)).length > 0, body);
  }
});

Deno.test("a long row of wrong numbers is listed in part", async () => {
  const errors = await expectProblem(await post(JSON.stringify({ logits: Array(5000).fill("x") })), 422);
  assertEquals(errors.length, 20);
});

Deno.test("the API is open to every origin without credentials, for GET and POST", async () => {
  const origin = { origin: "https://example.org" };
  const preflight = await ask("/api/v1/softmax", {
    method: "OPTIONS",
    headers: {
      ...origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": "content-type",
    },
  });
  assertEquals([preflight.status, preflight.headers.get("access-control-allow-origin")], [204, "*"]);
  assertEquals(preflight.headers.get("access-control-allow-methods"), "GET,POST");
  assertEquals(preflight.headers.get("access-control-allow-headers"), "content-type");
  assertEquals(preflight.headers.get("access-control-allow-credentials"), null);
  const headers = { ...origin, "content-type": "application/json" };
  const response = await post(JSON.stringify(EXAMPLE), headers);
  assertEquals(response.headers.get("access-control-allow-origin"), "*");
  assertEquals(response.headers.get("cross-origin-resource-policy"), "cross-origin");
  assertEquals((await post("{", headers)).headers.get("access-control-allow-origin"), "*");
});

Deno.test("an answer to a POST is not stored, the document is", async () => {
  assertEquals((await post(JSON.stringify(EXAMPLE))).headers.get("cache-control"), "no-store");
  const document = await ask("/api/v1/openapi.json");
  assertStringIncludes(document.headers.get("cache-control") ?? "", "public");
});

Deno.test("another method or address is a problem document too", async () => {
  const wrong = await ask("/api/v1/softmax", { method: "PUT" });
  assertEquals(wrong.headers.get("allow"), "POST, OPTIONS");
  await expectProblem(wrong, 405);
  await expectProblem(await ask("/api/v1/softmax"), 405);
  await expectProblem(await ask("/api/v1/nothing", { method: "POST" }), 404);
});

Deno.test("RATE_LIMIT requests a minute pass, the next is told when to come again", async () => {
  const limited = siteWith({ RATE_LIMIT: "3", TRUSTED_PROXY: "1" });
  const from = (client: string) =>
    limited("/api/v1/softmax", {
      method: "POST",
      body: JSON.stringify(EXAMPLE),
      headers: { "content-type": "application/json", "x-forwarded-for": client },
    });
  for (const remaining of ["2", "1", "0"]) {
    const response = await from("1.1.1.1");
    assertEquals([response.status, response.headers.get("ratelimit-remaining")], [200, remaining]);
    const exposed = (response.headers.get("access-control-expose-headers") ?? "").toLowerCase().split(", ");
    assertEquals(
      [...response.headers.keys()].filter((name) => name.startsWith("ratelimit-")),
      exposed.sort(),
    );
  }
  const refused = await from("1.1.1.1");
  const wait = Number(refused.headers.get("retry-after"));
  assert(wait >= 1 && wait <= 60, `${wait}`);
  assertStringIncludes(refused.headers.get("access-control-expose-headers") ?? "", "Retry-After");
  await expectProblem(refused, 429);
  assertEquals((await from("2.2.2.2")).status, 200);
  assertEquals((await limited("/healthz")).status, 200);
});
