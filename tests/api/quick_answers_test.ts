import { assert, assertEquals, assertNotEquals } from "@std/assert";
import type { LogEntry } from "@/lib/server/observe/log_entry.ts";
import { endpoints } from "@/routes/api/endpoints.ts";
import { siteWith } from "@/tests/server/site_under_test.ts";

const SHIFT = JSON.stringify({ tokens: ["a", "b", "c"] });

function post(body: string | Uint8Array<ArrayBuffer>, type = "application/json"): RequestInit {
  const length = typeof body === "string" ? new TextEncoder().encode(body).length : body.length;
  return { method: "POST", body, headers: { "content-type": type, "content-length": `${length}` } };
}

Deno.test("the same body is answered the same way, from memory too", async () => {
  const log: LogEntry[] = [];
  const ask = siteWith({ RATE_LIMIT: "0" }, log);
  for (const { name, example } of endpoints.filter(({ isPure }) => isPure)) {
    const [first, second, third] = [
      await ask(`/api/v1/${name}`, post(JSON.stringify(example))),
      await ask(`/api/v1/${name}`, post(JSON.stringify(example))),
      await ask(`/api/v1/${name}`, {
        ...post(JSON.stringify(example)),
        headers: { "content-type": "application/json" },
      }),
    ];
    const text = await first.text();
    assertEquals(await second.text(), text, name);
    assertEquals(await third.text(), text, name);
    assertEquals([...second.headers], [...first.headers], name);
  }
  const routes = log.map(({ route, status }) => `${route} ${status}`);
  assertEquals(routes.filter((route) => route === "/api/v1/shift 200").length, 3);
});

Deno.test("another body or endpoint has another answer", async () => {
  const ask = siteWith({ RATE_LIMIT: "0" });
  const [one, other] = [post(SHIFT), post(SHIFT.replace("c", "d"))];
  await ask("/api/v1/shift", one);
  const answer = await (await ask("/api/v1/shift", other)).json();
  assertEquals(answer.targets, ["b", "d"]);
  assertEquals((await ask("/api/v1/loss", one)).status, 422);
});

Deno.test("a known body is still refused where its request is wrong", async () => {
  const ask = siteWith({ RATE_LIMIT: "0" });
  await ask("/api/v1/shift", post(SHIFT));
  assertEquals((await ask("/api/v1/shift", post(SHIFT, "text/csv"))).status, 415);
  assertEquals((await ask("/api/v1/shift", post("{"))).status, 400);
  assertEquals((await ask("/api/v1/shift", post("{"))).status, 400);
  assertEquals((await ask("/api/v1/shift", post(new Uint8Array([0xff, 0xfe])))).status, 400);
  assertEquals((await ask("/api/v1/shift", post(`{"tokens":1}`))).status, 422);
  assertEquals((await ask("/api/v1/shift", post(`{"tokens":1}`))).status, 422);
});

Deno.test("an answer from memory counts against the limit as any other", async () => {
  const ask = siteWith({ RATE_LIMIT: "3" });
  const left: (string | null)[] = [], statuses: number[] = [];
  for (let i = 0; i < 5; i++) {
    const { status, headers } = await ask("/api/v1/shift", post(SHIFT));
    statuses.push(status);
    left.push(headers.get("ratelimit-remaining"));
  }
  assertEquals(statuses, [200, 200, 200, 429, 429]);
  assertEquals(left.slice(0, 3), ["2", "1", "0"]);
});

Deno.test("an answer too large for the short way is compressed every time", async () => {
  const ask = siteWith({ RATE_LIMIT: "0" });
  const logits = Array.from({ length: 100 }, (_, i) => i / 7);
  for (let i = 0; i < 2; i++) {
    const init = post(JSON.stringify({ logits }));
    const response = await ask("/api/v1/softmax", {
      ...init,
      headers: { ...init.headers, "accept-encoding": "gzip" },
    });
    assertEquals(response.headers.get("content-encoding"), "gzip");
    assertNotEquals((await response.arrayBuffer()).byteLength, 0);
  }
});

Deno.test("the model's answers are not kept", () => {
  assert(endpoints.some(({ name, isPure }) => name === "predict" && !isPure));
});
