/** What the API says of a wrong request: in the site's words, every field at once. */
import { assert, assertEquals } from "@std/assert";
import { siteWith } from "../server/site_under_test.ts";

interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

async function errorsOf(name: string, body: unknown): Promise<FieldError[]> {
  const response = await siteWith()(`/api/v1/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  assertEquals(response.status, 422);
  return (await response.json()).errors;
}

Deno.test("a missing field is named with what was sent instead", async () => {
  assertEquals(await errorsOf("softmax", { logit: [1, 2] }), [
    { pointer: "/logits", detail: "logits is required; you sent logit" },
    { pointer: "/logit", detail: "logit is not a field of this request" },
  ]);
});

Deno.test("every missing and every wrong field is named at once, in words", async () => {
  assertEquals(await errorsOf("context", { policy: "forget" }), [
    { pointer: "/limit", detail: "limit is required" },
    { pointer: "/prompt_tokens", detail: "prompt_tokens is required" },
    { pointer: "/generated_tokens", detail: "generated_tokens is required" },
    {
      pointer: "/policy",
      detail:
        "policy is one of reject, truncate_start, truncate_middle, keep_prefix, slide_with_sinks, summarize",
    },
  ]);
});

Deno.test("no error has the words of a library", async () => {
  const bodies = [
    ["softmax", { logits: "none", temperature: "hot", labels: [1] }],
    ["softmax", { logits: [1, "two"], temperature: -1 }],
    ["sample", { logits: [], seed: -1, draws: 1e9, stages: ["cut"] }],
    ["sample", {}],
    ["ngram", {}],
    ["ngram", { text: 5, order: 9, smoothing: { method: "magic" }, context: "left" }],
    ["loss", {}],
    ["loss", { logits: [["a"]], targets: [0.5] }],
    ["shift", {}],
    ["shift", { tokens: [true] }],
    ["loop", {}],
    ["loop", { table: [], start: 1, max_steps: "many" }],
    ["kv-cache", {}],
    ["kv-cache", { batch: 0, tokens: 1.5, preset: "none" }],
    ["context", []],
    ["predict", { text: 4, top: 0 }],
    ["score", {}],
  ] as const;
  for (const [name, body] of bodies) {
    const errors = await errorsOf(name, body);
    assert(errors.length > 0, name);
    for (const { detail } of errors) {
      assert(
        !/Invalid|expected|received|undefined|Too (big|small)|Unrecognized/.test(detail),
        `${name}: ${detail}`,
      );
    }
  }
});
