/** How many requests come at once. */
const COUNT = 1100;

/** Connections that they come on, each with as many behind each other. */
const CONNECTIONS = 100;

/** What a burst was answered. */
export interface Burst {
  /** The statuses that were heard. */
  readonly status: string;
  /** Milliseconds until the last answer. */
  readonly milliseconds: number;
}

/** Sends POSTs to addresses that are none, all at once, as bytes: making requests would hold this process. */
export async function burstOfPosts(port: number): Promise<Burst> {
  const connections = await Promise.all(
    Array.from({ length: CONNECTIONS }, () => Deno.connect({ hostname: "127.0.0.1", port })),
  );
  const texts = connections.map((_, index) => new TextEncoder().encode(behindEachOther(index)));
  const start = performance.now();
  const statuses = new Set<string>();
  await Promise.all(connections.map(async (connection, index) => {
    await connection.write(texts[index]!);
    const heard = await new Response(connection.readable).text().catch(() => "");
    for (const [, status] of heard.matchAll(/^HTTP\/1\.1 (\d{3})/gm)) statuses.add(status!);
  }));
  return { status: [...statuses].join(), milliseconds: performance.now() - start };
}

function behindEachOther(connection: number): string {
  const requests = COUNT / CONNECTIONS;
  return Array.from({ length: requests }, (_, at) => {
    const close = at === requests - 1 ? "Connection: close\r\n" : "";
    return `POST /none/${connection}/${at} HTTP/1.1\r\nHost: a\r\n${close}Content-Length: 2\r\n\r\n{}`;
  }).join("");
}
