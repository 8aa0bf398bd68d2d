import { assertEquals } from "@std/assert";
import { readConfig } from "@/lib/server/config.ts";
import type { RateDecision } from "@/lib/server/limits/rate_limit.ts";
import type { LogEntry } from "@/lib/server/observe/log_entry.ts";
import type { SiteBindings } from "@/lib/server/site.ts";
import { endpoints } from "@/routes/api/endpoints.ts";
import { quickAnswers } from "@/routes/api/quick_answers.ts";

const LEFT: RateDecision = { allowed: true, limit: 9, remaining: 4, resetSeconds: 31 };

/** The short way before a site that remembers "{}"; what was logged, and what went on to the site. */
function opened(rate: RateDecision | null) {
  const log: LogEntry[] = [];
  const passed: (SiteBindings["quick"] | null)[] = [];
  let time = 100;
  const site = (_: Request, bindings?: SiteBindings) => {
    passed.push(bindings?.quick ?? null);
    bindings?.quick?.remember?.("{}");
    return new Response("of the site");
  };
  const fetch = quickAnswers(site, {
    endpoints,
    config: readConfig(() => undefined),
    take: () => rate,
    log: (entry) => void log.push(entry),
    now: () => (time += 12.36) - 12.36,
  });
  const post = async (
    path = "/api/v1/softmax",
    headers: Record<string, string> = {},
    body: BodyInit = "[1]",
  ) =>
    await fetch(
      new Request(`http://site.test${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", "content-length": "3", ...headers },
        body,
      }),
    );
  return { log, passed, fetch, post };
}

Deno.test("a known answer is logged with its route and its time in tenths of a millisecond", async () => {
  const { log, post } = opened(null);
  assertEquals(await (await post()).text(), "of the site");
  assertEquals(log, [], "the site's own line stands for it");
  const known = await post();
  assertEquals([await known.text(), known.headers.get("ratelimit-limit")], ["{}", null]);
  assertEquals(log, [
    { level: "info", method: "POST", route: "/api/v1/softmax", status: 200, milliseconds: 12.4 },
  ]);
});

Deno.test("a known answer says how much of the client's limit is left", async () => {
  const { post } = opened(LEFT);
  await (await post()).body?.cancel();
  const { headers, body } = await post();
  await body?.cancel();
  assertEquals(
    ["limit", "remaining", "reset"].map((name) => headers.get(`ratelimit-${name}`)),
    ["9", "4", "31"],
  );
});

Deno.test("who may not ask, and whose body is no text, goes on to the site, counted once", async () => {
  const refused = { ...LEFT, allowed: false };
  const over = opened(refused);
  await (await over.post()).body?.cancel();
  assertEquals(over.passed, [{ rate: refused }]);
  const binary = opened(LEFT);
  const bytes = new Uint8Array([255, 254, 253]);
  await (await binary.post(undefined, {}, bytes)).body?.cancel();
  assertEquals(binary.passed, [{ rate: LEFT, bytes }]);
});

Deno.test("other methods, addresses and kinds of body go on to the site as they came", async () => {
  const { fetch, post, passed } = opened(LEFT);
  await fetch(new Request("http://site.test/api/v1/softmax"));
  for (const path of ["/api/v1/softmax?a", "/api/v1/predict", "/api/v1/nothing"]) await post(path);
  await post(undefined, { "content-type": "text/plain" });
  await post(undefined, { "content-length": "4097" });
  assertEquals(passed, Array(6).fill(null));
});

Deno.test("what was found out about a client stays with its requests of other methods and addresses", async () => {
  const { fetch, passed } = opened(LEFT);
  const quick = { rate: LEFT, late: true } as const;
  const body = { method: "POST", body: "{}" };
  await fetch(new Request("http://site.test/api/v1/softmax"), { quick });
  await fetch(new Request("http://site.test/api/v1/nothing", body), { quick });
  assertEquals(passed, [quick, quick]);
});
