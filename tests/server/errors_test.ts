import { assertEquals, assertStringIncludes } from "@std/assert";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { errorHandlers, type FailurePage } from "@/lib/server/errors.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { readConfig } from "@/lib/server/config.ts";
import type { LogEntry } from "@/lib/server/observe/log_entry.ts";
import { createApp } from "@/routes/create_app.ts";
import { pages } from "@/routes/mod.ts";
import { siteWith } from "./site_under_test.ts";

function failingApp(page: FailurePage): Hono<SiteEnv> {
  const app = new Hono<SiteEnv>();
  const { onError, notFound } = errorHandlers(page);
  const fail = (error: Error) => () => {
    throw error;
  };
  for (const prefix of ["", "/api/v1"]) {
    app.get(`${prefix}/broken`, fail(new TypeError("the visitor's secret")));
    app.get(`${prefix}/unprocessable`, fail(new HTTPException(422, { message: "Give at least one logit" })));
  }
  app.onError(onError);
  app.notFound(notFound);
  return app;
}

const textPage: FailurePage = (c, { status, title, detail }) => c.text(`${title}: ${detail}`, status);

Deno.test("errorHandlers() hides what an unexpected error says", async () => {
  for (const path of ["/broken", "/api/v1/broken"]) {
    const response = await failingApp(textPage).request(path);
    assertEquals(response.status, 500);
    assertEquals((await response.text()).includes("secret"), false, path);
  }
});

Deno.test("errorHandlers() passes on what an HTTPException says", async () => {
  const response = await failingApp(textPage).request("/unprocessable");
  assertEquals([response.status, await response.text()], [
    422,
    "The request cannot be answered: Give at least one logit",
  ]);
});

Deno.test("errorHandlers() answers programs with problem documents", async () => {
  const app = failingApp(textPage);
  for (
    const [path, status] of [["/api/v1/broken", 500], ["/api/v1/unprocessable", 422], [
      "/api/none",
      404,
    ]] as const
  ) {
    const response = await app.request(path);
    assertEquals(response.status, status);
    assertEquals(response.headers.get("content-type"), "application/problem+json");
    const document = await response.json();
    assertEquals(Object.keys(document).sort(), ["detail", "errors", "status", "title"], path);
    assertEquals(document.status, status);
  }
});

Deno.test("errorHandlers() still answers in words where the error page itself fails", async () => {
  const app = failingApp(() => {
    throw new Error("the page is broken too");
  });
  const response = await app.request("/broken");
  assertEquals(response.status, 500);
  assertStringIncludes(await response.text(), "The server failed");
});

Deno.test("a wrong method is answered 405 with the methods that are allowed", async () => {
  const ask = siteWith();
  for (const path of ["/healthz", "/privacy", "/static/shell.js"]) {
    const response = await ask(path, { method: "DELETE" });
    assertEquals([response.status, response.headers.get("allow")], [405, "GET, HEAD"], path);
    await response.body?.cancel();
  }
});

Deno.test("an unknown address is a page that helps", async () => {
  const response = await siteWith()("/no/such/page?text=kept");
  assertEquals(response.status, 404);
  const html = await response.text();
  assertStringIncludes(html, "Nothing is at this address");
  assertStringIncludes(html, 'name="robots" content="noindex"');
});

Deno.test("an unknown address offers every page, and the predictor with what is left of the address", async () => {
  const html = await (await siteWith()("/no/such/page?text=kept")).text();
  for (const { path } of pages) assertStringIncludes(html, `<a href="${path}">`);
  assertStringIncludes(html, '<a href="/?text=kept">');
});

Deno.test("the page of an unknown address is rendered once, and says what each was asked", async () => {
  const ask = siteWith();
  const isRendered = (response: Response) => /render/.test(response.headers.get("server-timing") ?? "");
  const read = async (path: string) => {
    const response = await ask(path);
    assertEquals(response.status, 404);
    return { isRendered: isRendered(response), html: await response.text() };
  };
  for (
    const [first, second] of [
      ["/no/such/page", "/none/$&'%22%3Cb%3E&amp"],
      ["/no/such/page?text=kept", "/none?a=1&b=%22%3Cb%3E$&"],
      ["/embed/none?theme=dark", "/embed/nothing?theme=dark"],
    ] as const
  ) {
    const [a, b] = [await read(first), await read(second)];
    assertEquals([a.isRendered, b.isRendered], [true, false], second);
    const shown = second.replace("/embed", "").replaceAll("&", "&amp;");
    assertEquals(b.html.includes("kept-"), false, "nothing is left that stands for an address");
    assertStringIncludes(b.html, second.startsWith("/embed") ? 'href="/nothing"' : `>${shown}</div>`);
    // The page of the first, rendered when the second is known, is what it was.
    assertEquals((await read(first)).html, a.html);
    assertEquals(a.html.includes("site.test"), false, "it names no host");
  }
});

Deno.test("who asks for no page gets no page", async () => {
  const ask = siteWith();
  const asked: readonly [string, RequestInit, number][] = [
    ["/no/such/page", { method: "POST", body: "{}" }, 404],
    ["/no/such/page", { headers: { accept: "application/json" } }, 404],
    ["/privacy", { method: "DELETE" }, 405],
  ];
  for (const [path, init, status] of asked) {
    const response = await ask(path, init);
    assertEquals([response.status, response.headers.get("content-type")], [
      status,
      "application/problem+json",
    ]);
    assertEquals((await response.json()).status, status);
  }
  const page = await ask("/no/such/page", { headers: { accept: "text/html,application/json;q=0.9" } });
  assertStringIncludes(await page.text(), "<h1>Nothing is at this address</h1>");
});

Deno.test("a failure is named alike on its page, in its problem document and in the log", async () => {
  const log: LogEntry[] = [];
  const app = createApp(readConfig(() => undefined), (entry) => log.push(entry));
  const fail = () => {
    throw new Error("the visitor's secret");
  };
  app.get("/fails", fail).get("/api/v1/fails", fail);
  for (const [index, path] of ["/fails?text=private", "/api/v1/fails?text=private"].entries()) {
    const response = await app.request(path);
    const body = await response.text();
    assertEquals(response.status, 500);
    const { id = "none", error = "", level } = log[index]!;
    assertEquals([/^[0-9a-f]{8}$/.test(id), level], [true, "error"], path);
    assertStringIncludes(body, id);
    assertStringIncludes(error, "Error; at ");
    for (const secret of ["secret", "private"]) {
      assertEquals(JSON.stringify(log).includes(secret), false, secret);
    }
    assertEquals(body.includes("secret"), false);
    if (index === 0) assertStringIncludes(body, "<a href>Try again</a>");
  }
});
