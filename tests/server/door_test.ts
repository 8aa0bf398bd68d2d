import { assert, assertEquals } from "@std/assert";
import { isHost, judgeRequest } from "@/lib/server/door.ts";
import type { LogEntry } from "@/lib/server/observe/log_entry.ts";
import { readConfig } from "@/lib/server/config.ts";
import { createSite } from "@/main.ts";

Deno.test("isHost() takes names, addresses and ports, and nothing that parsers read in two ways", () => {
  for (
    const host of [
      "a",
      "example.org",
      "EXAMPLE.org:443",
      "localhost:8000",
      "127.0.0.1:80",
      "[::1]:8000",
      "a_b.c",
      "xn--a.b.",
    ]
  ) assert(isHost(host), host);
  for (
    const host of [
      "",
      "a b",
      "[::1",
      "a:999999",
      "a:65536",
      "x\\privacy#",
      "a/b",
      "a?b",
      "u@a",
      "a..b",
      "[zz]",
      "é.org",
      "a%2f",
      "999.1.1.1",
    ]
  ) assert(!isHost(host), host);
  assert(!isHost(`${"a.".repeat(200)}b`));
});

/** Sends a request as written. */
async function send(port: number, text: string): Promise<string> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  await connection.write(new TextEncoder().encode(text));
  return await new Response(connection.readable).text();
}

function ask(port: number, path: string, host: string): Promise<string> {
  return send(port, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
}

async function served(
  use: (port: number, log: LogEntry[]) => Promise<void>,
  environment: Record<string, string> = {},
) {
  const log: LogEntry[] = [];
  const site = createSite(readConfig((name) => environment[name]), (entry) => void log.push(entry));
  const server = Deno.serve({ port: 0, onListen: () => {} }, (request) => site(request));
  await use((server.addr as Deno.NetAddr).port, log).finally(() => server.shutdown());
}

Deno.test("a Host that is none is answered 400 with the usual headers and no line in the log", async () => {
  await served(async (port, log) => {
    for (const host of ["a b", "[::1", "a:999999", "x\\privacy#", "a/privacy?"]) {
      const answer = await ask(port, "/softmax", host);
      assert(answer.startsWith("HTTP/1.1 400"), `${host}: ${answer.slice(0, 40)}`);
      assert(/x-content-type-options: nosniff/i.test(answer) || answer.length < 200, host);
    }
    assertEquals(log, []);
  });
});

Deno.test("no Host makes another page's answer anyone's page", async () => {
  await served(async (port) => {
    await ask(port, "/softmax", "x\\privacy#");
    await ask(port, "/softmax\\..\\privacy", "a");
    assert((await ask(port, "/privacy", "a")).includes("<title>Privacy"));
  });
});

Deno.test("a page is kept once, whatever hosts ask for it, and names none of them", async () => {
  await served(async (port) => {
    const first = await ask(port, "/softmax", "evil.example");
    const second = await ask(port, "/softmax", "site.example");
    assert(!first.includes("evil.example") && !second.includes("evil.example"));
    const isMade = (text: string) => /^server-timing:/im.test(text);
    assertEquals([isMade(first), isMade(second)], [true, false], "the second is from memory");
    await ask(port, "/api", "evil.example");
    assert(!(await ask(port, "/api", "site.example")).includes("evil.example"));
  });
});

Deno.test("with PUBLIC_ORIGIN absolute links are made of it alone", async () => {
  await served(async (port) => {
    for (const path of ["/softmax", "/softmax?logits=1,2", "/api", "/sitemap.xml", "/robots.txt"]) {
      const answer = await ask(port, path, "evil.example");
      assert(answer.includes("https://example.org") && !answer.includes("evil.example"), path);
    }
  }, { PUBLIC_ORIGIN: "https://example.org" });
});

Deno.test("/healthz answers any valid host", async () => {
  await served(async (port) => {
    for (const host of ["10.0.0.7:8000", "[::1]", "health.internal"]) {
      assert((await ask(port, "/healthz", host)).startsWith("HTTP/1.1 200"), host);
    }
  });
});

Deno.test("judgeRequest() hands on the address as the URL standard reads it", () => {
  const read = (url: string) => {
    const request = { url, headers: new Headers() } as Request;
    return judgeRequest(url.includes("\\") || url.includes("..") ? new Request(url) : request)?.url;
  };
  assertEquals(read("http://a/softmax?logits=1,2"), "http://a/softmax?logits=1,2");
  assertEquals(read("http://a/e/../privacy"), "http://a/privacy");
  assertEquals(read("http://a b/"), undefined);
});
