/** Bodies that stop, sent by hand: the server lets go of their sockets, and of nobody else's. */
import { assert, assertEquals } from "@std/assert";
import { serveRenewed } from "@/lib/server/limits/serve_renewed.ts";
import { handler, wait } from "./stopping_server.ts";

const COUNT = 60;

/** Of those with GET so many are answered whole, and stay. */
const LENT = 16;

/** Milliseconds after which nobody waits for the sockets to be gone any more: it takes 5 s, or as long as the machine is busy. */
const GIVEN_UP = 60_000;

/** File descriptors of a process. */
function descriptors(pid: number): number {
  return [...Deno.readDirSync(`/proc/${pid}/fd`)].length;
}

/** Six servers in a process of their own, whose descriptors are nobody else's. */
async function sixServers() {
  const script = decodeURIComponent(new URL("./stopping_server.ts", import.meta.url).pathname);
  const args = ["run", "-A", "--no-check", script];
  const child = new Deno.Command(Deno.execPath(), { args, stdout: "piped" }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>)
    .getReader();
  const ports: number[] = JSON.parse((await reader.read()).value!);
  return {
    pid: child.pid,
    ports,
    async end() {
      child.kill("SIGKILL");
      await reader.cancel();
      await child.status;
    },
  };
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

/** How many of these connections are over so far. */
function countEnded(stopped: readonly { readonly heard: Promise<string> }[]): { count: number } {
  const ended = { count: 0 };
  for (const { heard } of stopped) heard.then(() => ended.count++);
  return ended;
}

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
    const { pid, ports, end } = await sixServers();
    try {
      for (const port of ports) assertEquals(await say(port, "x"), "200 x");
      const before = descriptors(pid);
      const heads = Object.values(HEADS);
      const stopped = await Promise.all(heads.map((head, at) => stopMany(ports[at]!, head)));
      const ended = stopped.map(countEnded);
      // Those with GET that were answered whole stay until their clients leave; all others the server ends.
      const expected = heads.map((head) => head.startsWith("GET") ? COUNT - LENT : COUNT);
      const left = () => descriptors(pid) - before;
      const isOver = () => left() <= 6 + LENT && expected.every((least, at) => ended[at]!.count >= least);
      const giveUp = performance.now() + GIVEN_UP;
      while (!isOver() && performance.now() < giveUp) await wait(50);
      assert(left() <= 6 + LENT, `${left()} of ${COUNT * heads.length} descriptors are left`);
      assertEquals(ended.map(({ count }, at) => Math.min(count, expected[at]!)), expected);
      stopped.at(-1)!.forEach(({ connection }) => close(connection));
      const heard = await Promise.all(stopped.map((each) => Promise.all(each.map(({ heard }) => heard))));
      // One that was about to be accepted as its listener closed hears nothing.
      const closed = heard.map((each) => each.filter((text) => text !== ""));
      assertEquals(closed.map(({ length }) => length >= COUNT / 2), heads.map(() => true));
      const statuses = closed.map((each) => [...new Set(each.map((text) => text.slice(9, 12)))].join());
      assertEquals(statuses, ["408", "408", "408", "404", "404", "400"]);
      for (const port of ports) assertEquals(await say(port, "x"), "200 x");
    } finally {
      await end();
    }
  },
});

function close(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch {
    // The server was faster.
  }
}

Deno.test({
  name: "serveRenewed() answers a GET whole whose body comes, however many there are in time",
  ignore,
  async fn() {
    const server = serveRenewed(handler, { port: 0, onListen: () => {} });
    try {
      for (let at = 0; at < 2 * LENT; at++) {
        const head = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc";
        const heard = await (await stop(server.port, head)).heard;
        const [, length] = /content-length: (\d+)/i.exec(heard) ?? [];
        assertEquals(
          [heard.slice(9, 12), heard.split("\r\n\r\n")[1]?.length],
          ["200", Number(length)],
          `${at}`,
        );
        if (at === LENT - 1) await wait(2500);
      }
    } finally {
      await server.shutdown();
    }
  },
});

/** What a server gives back of a body. A connection that is closed as it is used again is opened once more. */
async function say(port: number, body: string): Promise<string> {
  const ask = () => fetch(`http://127.0.0.1:${port}/`, { method: "POST", body });
  const response = await ask().catch(ask);
  return `${response.status} ${await response.text()}`;
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
        assertEquals(await say(server.port, "everybody"), "200 everybody");
        asked++;
      }
      assert(asked > 5, `${asked} answers`);
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
