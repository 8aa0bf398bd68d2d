/** An HTTP server on a free port for one test, and what it was asked. */
export interface TestHost extends AsyncDisposable {
  readonly url: string;
  readonly requests: Request[];
}

export function testHost(
  handler: (request: Request, count: number) => Response | Promise<Response>,
): TestHost {
  const requests: Request[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    requests.push(request);
    return handler(request, requests.length);
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    requests,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** A host over a raw socket: what it writes is all that a client gets, so that a body can break off. */
export function rawHost(respond: (head: string, count: number) => (string | Uint8Array)[]): TestHost {
  const requests: Request[] = [];
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  let count = 0;
  const serving = (async () => {
    for await (const connection of listener) {
      const head = await readHead(connection);
      for (const part of respond(head, ++count)) {
        await connection.write(typeof part === "string" ? new TextEncoder().encode(part) : part);
      }
      connection.close();
    }
  })();
  return {
    url: `http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      listener.close();
      await serving;
    },
  };
}

async function readHead(connection: Deno.Conn): Promise<string> {
  const buffer = new Uint8Array(8192);
  let head = "";
  while (!head.includes("\r\n\r\n")) {
    const length = await connection.read(buffer);
    if (length === null) break;
    head += new TextDecoder().decode(buffer.subarray(0, length));
  }
  return head;
}
