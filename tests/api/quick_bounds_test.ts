/** What the short way to a known answer takes, and how much it remembers. */
import { assertEquals } from "@std/assert";
import { readConfig } from "@/lib/server/config.ts";
import { endpoints } from "@/routes/api/endpoints.ts";
import { quickAnswers } from "@/routes/api/quick_answers.ts";

/** The short way before a site that answers everything with a text of this length; what reached the site. */
function opened(json: (body: string) => string) {
  const reached: string[] = [];
  const fetch = quickAnswers(async (request, bindings) => {
    const bytes = bindings?.quick?.bytes;
    const body = bytes ? new TextDecoder().decode(bytes) : await request.text();
    reached.push(bytes ? "read" : "unread");
    bindings?.quick?.remember?.(json(body));
    return new Response(json(body));
  }, { endpoints, config: readConfig(() => undefined), take: () => null, log: () => {}, now: () => 0 });
  return {
    reached,
    ask: async (body: string) => {
      const headers = { "content-type": "application/json", "content-length": `${body.length}` };
      const request = new Request("http://site.test/api/v1/shift", { method: "POST", body, headers });
      return await (await fetch(request)).text();
    },
  };
}

Deno.test("a body of 4,096 bytes is remembered, a longer one is not read", async () => {
  const { ask, reached } = opened((body) => `${body.length}`);
  for (const length of [4096, 4096, 4097, 4097]) assertEquals(await ask("x".repeat(length)), `${length}`);
  assertEquals(reached, ["read", "unread", "unread"]);
});

Deno.test("an endpoint remembers a million characters: what was not asked for longest is forgotten first", async () => {
  // With 400 that hold an entry together, each takes 200,000.
  const { ask, reached } = opened((body) => "y".repeat(200_000 - 400 - body.length));
  const bodies = ["a", "b", "c", "d", "e"];
  for (const body of [...bodies, ...bodies]) await ask(body);
  assertEquals(reached.length, 5, "five fit");
  await ask("f");
  for (const body of ["b", "c", "d", "e", "f"]) await ask(body);
  assertEquals(reached.length, 6);
  await ask("a");
  assertEquals(reached.length, 7, "the first went for the sixth");
});
