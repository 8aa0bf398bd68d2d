/** Servers for bodies that stop. Run as a program, it writes the ports of six of them, and serves until it is killed. */
import { type ServeHandler, serveRenewed } from "@/lib/server/limits/serve_renewed.ts";

/** So many milliseconds. */
export const wait = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Answers as the site does: what is at no address unread, a body that does not come with 408. */
export const handler: ServeHandler = async (request, info) => {
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

if (import.meta.main) {
  const ports = Array.from({ length: 6 }, () => serveRenewed(handler, { port: 0, onListen: () => {} }).port);
  // deno-lint-ignore no-console
  console.log(JSON.stringify(ports));
}
