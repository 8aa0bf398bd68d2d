/** The code that a page hands out asks the API for what the page shows: each request is sent to the site itself. */
import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { apiCode } from "@/lib/labs/share/api_code.ts";
import { apiRequest } from "@/lib/labs/share/api_request.ts";
import { endpoints } from "@/routes/api/endpoints.ts";
import { siteWith } from "@/tests/server/site_under_test.ts";

async function answer(page: string, query: string) {
  const request = apiRequest(page, new URLSearchParams(query));
  if (request === null) throw new Error(`No request for ${page}?${query}`);
  const ask = siteWith();
  const text = request.textFrom === null ? {} : { text: await (await ask(request.textFrom)).text() };
  const response = await ask(request.path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: request.textFrom === null ? request.json : JSON.stringify({ ...request.body, ...text }),
  });
  const body = await response.json();
  assertEquals(response.status, 200, `${page}?${query}: ${JSON.stringify(body)}`);
  return body;
}

Deno.test("apiRequest() of every page is answered", async () => {
  const addresses: [string, string][] = [
    ["/", "text=The+package+left+the&temperature=0.5"],
    ["/", "text=a&model=counts"],
    ["/softmax", "draws=0&add=3"],
    ["/ngram", "smoothing=kneser_ney&order=3"],
    ["/ngram", "text=a+b%0Aa+c&context=a&test=a+b"],
    ["/ngram", "corpus=parcel_messages&order=2&context=the"],
    ["/loss", ""],
    ["/loss", "text=The+package"],
    ["/loss", "losses_nats=0.69&words=3"],
    ["/kv-cache", "preset=llama-3.1-8b&memory_gib=24"],
    ["/kv-cache", "kv_heads=8&window=512&key_dtype=int8"],
    ["/context", "keep=4&policy=slide_with_sinks"],
  ];
  for (const [page, query] of addresses) await answer(page, query);
});

Deno.test("apiRequest() knows every page that an endpoint computes", () => {
  const pages = endpoints.flatMap(({ page }) => page ?? []);
  assertEquals(pages.filter((page) => apiRequest(page, new URLSearchParams()) === null), []);
});

Deno.test("apiRequest() asks for the page's own figures", async () => {
  const drawn = await answer(
    "/softmax",
    "labels=warehouse,hub,carrier&logits=2.4,1.7,0.2&temperature=1.4&seed=4&draws=8",
  );
  assertEquals(drawn.draws, [2, 0, 2, 0, 1, 0, 1, 0]);
  assertEquals((await answer("/table", "")).text, "Order shipped from the warehouse.");
  const numbers = await answer("/table", "table=A+->+10+0.5,+9+0.5&start=A&max_steps=1");
  assertEquals(numbers.text, "A 10");
  assertEquals((await answer("/kv-cache", "batch=4&tokens=32768")).gib, 16);
  assertAlmostEquals((await answer("/loss", "probabilities=0.5,0.5,0.5,0.125")).perplexity, 2 ** 1.5, 1e-12);
});

Deno.test("apiRequest() is null where the API computes something else", () => {
  assertEquals(apiRequest("/", new URLSearchParams("model=a/b")), null);
  assertEquals(apiRequest("/", new URLSearchParams("path=1.2")), null);
  assertEquals(apiRequest("/train", new URLSearchParams()), null);
});

Deno.test("apiCode() runs: Python and TypeScript print the API's answer", async () => {
  const ask = siteWith();
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    const url = new URL(request.url);
    return ask(url.pathname + url.search, {
      method: request.method,
      headers: request.headers,
      body: request.body,
    });
  });
  const origin = `http://127.0.0.1:${server.addr.port}`;
  const folder = await Deno.makeTempDir();
  try {
    const request = apiRequest(
      "/ngram",
      new URLSearchParams({ text: 'say """ \\n\nπ "left" hub', context: '"left"' }),
    )!;
    const subject = { request, origin, link: `${origin}/ngram` };
    for (
      const [language, file, command] of [
        ["typescript", "ask.ts", [Deno.execPath(), "run", "--allow-net", "--no-lock"]],
        ["python", "ask.py", ["python3"]],
      ] as const
    ) {
      const path = `${folder}/${file}`;
      await Deno.writeTextFile(path, apiCode(language, subject));
      const [program = "", ...args] = command;
      const run = new Deno.Command(program, { args: [...args, path], env: { NO_PROXY: "*", no_proxy: "*" } });
      const { success, stdout, stderr } = await run.output();
      const text = new TextDecoder().decode(stdout);
      assert(success, new TextDecoder().decode(stderr));
      assertEquals(JSON.parse(text).row[0].token, "hub", language);
    }
  } finally {
    await server.shutdown();
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("apiCode() sends a table with its numbers where they stand", () => {
  const request = apiRequest("/table", new URLSearchParams("table=A+->+10+0.5,+9+0.5&start=A"))!;
  for (const language of ["python", "typescript"] as const) {
    const code = apiCode(language, { request, origin: "http://x.test", link: "http://x.test" });
    const places = [code.indexOf("10"), code.indexOf("9")];
    assert(0 < places[0]! && places[0]! < places[1]!, code);
  }
  const words = apiRequest("/table", new URLSearchParams())!;
  const code = apiCode("typescript", { request: words, origin: "http://x.test", link: "http://x.test" });
  assertStringIncludes(code, "const body: Record<string, unknown> = {");
});

Deno.test("apiCode() keeps an address inside its comment", () => {
  const request = apiRequest("/context", new URLSearchParams())!;
  const code = apiCode("python", { request, origin: "http://x.test", link: "a\nimport os" });
  assertStringIncludes(code, "# a import os\n");
});
