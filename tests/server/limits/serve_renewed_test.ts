/** Bodies that stop, sent by hand: the server lets go of their sockets, and of nobody else's. */
import { assert, assertEquals } from "@std/assert";
import { type ServeHandler, serveRenewed } from "@/lib/server/limits/serve_renewed.ts";

const COUNT = 60;

/** Milliseconds in which the sockets have to be gone. */
const GONE_WITHIN = 5000;

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** File descriptors of this process. */
function descriptors(): number {
  return [...Deno.readDirSync("/proc/self/fd")].length;
}

/** Answers as the site does: what is at no address unread, a body that does not come with 408. */
const handler: ServeHandler = async (request, info) => {
  const { pathname } = new URL(request.url);
  if (pathname === "/nothing") return new Response("Nothing is here", { status: 404 });
  if (pathname === "/slow") {
    await wait(2000);
    return new Response("Nothing is here", { status: 404 });
  }
  if (pathname === "/stream") return new Response(slowStream());
  if (request.method === "GET") return new Response(`${info.remoteAddr.port}`);
  const patience = pathname === "/patient" ? 20_000 : 300;
  const given = await within(patience, request.text().catch(() => null));
  return given === null ? new Response('{"status":408}', { status: 408 }) : new Response(given);
};

/** What comes in time, else null. */
async function within(milliseconds: number, coming: Promise<string | null>): Promise<string | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => timer = setTimeout(resolve, milliseconds, null));
  return await Promise.race([coming, late]).finally(() => clearTimeout(timer));
}

/** Twenty parts, longer in all than a server is renewed after. */
function slowStream(): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    async pull(controller) {
      await wait(150);
      controller.enqueue(new TextEncoder().encode("part\n"));
      if (++sent === 20) controller.close();
    },
  });
}

/** Connects and says so much; all that is heard, once the server has closed the connection. */
async function stop(port: number, text: string): Promise<{ connection: Deno.Conn; heard: Promise<string> }> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  await connection.write(new TextEncoder().encode(text));
  const heard = new Response(connection.readable).text().catch(() => "");
  return { connection, heard };
}

const HEADS: Readonly<Record<string, string>> = {
  "a length, and nothing": "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n",
  "a length, and less": "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc",
  "chunks, and none": "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
  "where nobody reads it": "POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n",
  "where nobody reads it, answered late": "POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n",
  "with GET": "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n",
};

const ignore = Deno.build.os !== "linux";

/** Stops so many bodies, one after the other, over the time in which the server is renewed at least once. */
async function stopMany(port: number, head: string) {
  const stopped = [];
  for (let at = 0; at < COUNT; at++) {
    stopped.push(await stop(port, head));
    if (at % 10 === 9) await wait(300);
  }
  return stopped;
}

Deno.test({
  name: "serveRenewed() closes every connection whose body stops, and the next one is answered",
  ignore,
  async fn() {
    const servers = Object.values(HEADS).map((head) => ({
      head,
      server: serveRenewed(handler, { port: 0, onListen: () => {} }),
    }));
    const before = descriptors();
    try {
      const stopped = await Promise.all(servers.map(({ head, server }) => stopMany(server.port, head)));
      const start = performance.now();
      while (descriptors() > before + 3 && performance.now() - start < GONE_WITHIN) await wait(50);
      const left = descriptors() - before;
      assert(left <= 3, `${left} of ${2 * COUNT * servers.length} descriptors are left`);
      const heard = await Promise.all(stopped.map((each) => Promise.all(each.map(({ heard }) => heard))));
      const statuses = heard.map((each) => [...new Set(each.map((text) => text.slice(9, 12)))].join());
      assertEquals(statuses, ["408", "408", "408", "404", "404", "200"]);
      for (const { server } of servers) assertEquals(await say(server.port, "x"), "x");
    } finally {
      await Promise.all(servers.map(({ server }) => server.shutdown()));
    }
  },
});

/** What a server gives back of a body. */
async function say(port: number, body: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body });
  return await response.text();
}

Deno.test({
  name: "serveRenewed() lets others send slowly while few bodies have stopped",
  ignore,
  async fn() {
    const server = serveRenewed(handler, { port: 0, onListen: () => {} });
    try {
      const slow = await stop(server.port, "POST /patient HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\n");
      const { heard } = await stop(server.port, HEADS["a length, and nothing"]!);
      for (let part = 0; part < 8; part++) {
        await wait(400);
        await slow.connection.write(new TextEncoder().encode("a"));
      }
      assert((await slow.heard).endsWith("aaaaaaaa"), "sent over two renewals' time");
      assertEquals((await heard).slice(9, 12), "408");
    } finally {
      await server.shutdown();
    }
  },
});

Deno.test({
  name: "serveRenewed() answers everybody else meanwhile, and ends what it has begun",
  ignore,
  async fn() {
    const server = serveRenewed(handler, { port: 0, onListen: () => {} });
    const origin = `http://127.0.0.1:${server.port}`;
    try {
      const stream = fetch(`${origin}/stream`).then((response) => response.text());
      const { heard } = await stop(server.port, HEADS["a length, and nothing"]!);
      const end = performance.now() + 3000;
      let asked = 0;
      while (performance.now() < end) {
        const response = await fetch(origin, { method: "POST", body: "everybody" });
        assertEquals([response.status, await response.text()], [200, "everybody"]);
        asked++;
      }
      assert(asked > 50, `${asked} answers`);
      assertEquals(await stream, "part\n".repeat(20));
      assert((await heard).endsWith('{"status":408}'));
    } finally {
      await server.shutdown();
    }
  },
});

Deno.test("serveRenewed() takes no port that another server has", () => {
  const other = Deno.listen({ port: 0 });
  try {
    let name = "";
    try {
      serveRenewed(handler, { port: other.addr.port });
    } catch (error) {
      name = (error as Error).name;
    }
    assertEquals(name, "AddrInUse");
  } finally {
    other.close();
  }
});
