import { assertEquals } from "@std/assert";
import { siteWith } from "../server/site_under_test.ts";

const ask = siteWith({ RATE_LIMIT: "0" });

async function post(name: string, body: string) {
  const response = await ask(`/api/v1/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  return { status: response.status, answer: await response.json() };
}

Deno.test("a table may hold any word, __proto__ and its like too", async () => {
  const table = `{"__proto__": {"a": 1}, "__proto__ a": {"__proto__": 0.5, "constructor": 0.5}}`;
  const { status, answer } = await post("loop", `{"table": ${table}, "start": "__proto__", "max_steps": 2}`);
  assertEquals(status, 200, JSON.stringify(answer));
  assertEquals(answer.steps.map(({ token }: { token: string }) => token), ["a", "__proto__"]);
  assertEquals(Object.keys(answer.steps[1].distribution), ["__proto__", "constructor"]);
  assertEquals(answer.text, "__proto__ a __proto__");
});

Deno.test("a table's wrong row is pointed to, also under that name", async () => {
  const { status } = await post("loop", `{"table": {"__proto__": {"a": 0.4}}, "start": "a", "max_steps": 1}`);
  assertEquals(status, 422);
});

Deno.test("as the name of a field it is refused with a pointer, however it is written", async () => {
  for (const name of ["__proto__", "\\u005f_proto__"]) {
    const { status, answer } = await post("softmax", `{"logits": [1], "${name}": {"temperature": 2}}`);
    assertEquals([status, answer.errors[0].pointer], [422, "/__proto__"]);
  }
  const nested = await post("kv-cache", `{"tokens": 1, "config": {"text_config": {"__proto__": 1}}}`);
  assertEquals([nested.status, nested.answer.errors[0].pointer], [422, "/config/text_config/__proto__"]);
});

Deno.test("what only says the name is read on, past what is empty", async () => {
  const body = `{"tokens": 1, "config": {"a": null, "b": ["__proto__", 1, null], "c": "__proto__"}}`;
  const { status, answer } = await post("kv-cache", body);
  // A configuration without layers has no answer; none of its values is a name.
  assertEquals([status, answer.errors[0].pointer], [422, ""]);
});
