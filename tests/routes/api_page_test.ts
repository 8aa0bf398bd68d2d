/** /api before anything is pressed: answers, an error, an index; and its calls run as they stand. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { callLines } from "@/lib/labs/share/api/call_lines.ts";
import { endpoints } from "@/routes/api/endpoints.ts";
import { documentOf } from "../fixtures/document_of.ts";
import { siteWith } from "../server/site_under_test.ts";

Deno.test("GET /api has each example's own answer before Run, an error, and an index of all parts", async () => {
  const ask = siteWith();
  const document = documentOf(await (await ask("/api")).text());
  for (const { name, example } of endpoints) {
    const shown = document.querySelector(`#${name} pre[data-status="200"]`)?.textContent ?? "null";
    const response = await ask(`/api/v1/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(example),
    });
    assertEquals(JSON.parse(shown), await response.json(), name);
  }
  const error = JSON.parse(document.querySelector("#errors pre[data-error='422']")!.textContent!);
  assertEquals(error.errors.map(({ pointer }: { pointer: string }) => pointer), [
    "/logits",
    "/temperature",
    "/logit",
  ]);
  for (const link of document.querySelectorAll(".api-index a")) {
    const id = link.getAttribute("href")!.slice(1);
    assert(document.getElementById(id), `${id} is on the page`);
  }
  assertEquals(document.querySelectorAll(".api-index a").length, endpoints.length + 3);
});

Deno.test("a call in Python, JavaScript and curl's body is what was typed, and is answered", async () => {
  const ask = siteWith();
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async (request) => {
    const { pathname } = new URL(request.url);
    return await ask(pathname, {
      method: request.method,
      headers: request.headers,
      body: await request.text(),
    });
  });
  try {
    const url = `http://127.0.0.1:${server.addr.port}/api/v1/softmax`;
    const body = `{\n  "logits": [0, 0],\n  "labels": ["it's", "\\"\\\\\\""]\n}`;
    const runs = [
      ["python3", ["-c", callLines("python", url, body)]],
      [Deno.execPath(), ["eval", callLines("javascript", url, body)]],
    ] as const;
    for (const [command, args] of runs) {
      const { stdout, stderr } = await new Deno.Command(command, { args: [...args] }).output();
      const text = new TextDecoder().decode(stdout);
      assertStringIncludes(text, "effective_choices", new TextDecoder().decode(stderr));
    }
    const line = callLines("curl", url, body);
    const { stdout } = await new Deno.Command("sh", {
      args: ["-c", line.replace(/^curl .* -d/, "printf %s")],
    }).output();
    assertEquals(JSON.parse(new TextDecoder().decode(stdout)), JSON.parse(body));
  } finally {
    await server.shutdown();
  }
});
