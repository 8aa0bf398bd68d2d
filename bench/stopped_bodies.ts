/** Requests whose bodies stop after their headers, and what they leave behind. */

/** How many stop at once. */
const COUNT = 1100;

/** Milliseconds to wait for the last answer: a body has 20 s. */
const PATIENCE = 40_000;

const HEAD =
  "POST /api/v1/softmax HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n";

/** What stopped bodies left. */
export interface StoppedBodies {
  /** The statuses that were heard. */
  readonly status: string;
  /** Milliseconds from the first answer until the server has the descriptors it had before. */
  readonly milliseconds: number;
  /** Descriptors that it has more than before, while the clients stay. */
  readonly left: number;
}

/** Connects, stops after the headers, and stays until the server has let go of all of them or the time is over. */
export async function stoppedBodies(port: number, pid: number): Promise<StoppedBodies> {
  const before = descriptors(pid);
  const statuses = new Set<string>();
  let first = Infinity;
  const connections: Deno.Conn[] = [];
  for (let at = 0; at < COUNT; at++) {
    const connection = await Deno.connect({ hostname: "127.0.0.1", port });
    connections.push(connection);
    await connection.write(new TextEncoder().encode(HEAD));
    heard(connection).then((status) => {
      first = Math.min(first, performance.now());
      statuses.add(status);
    });
  }
  const end = performance.now() + PATIENCE;
  // Its own connections to the bench come and go.
  while ((first === Infinity || descriptors(pid) > before + 8) && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const milliseconds = performance.now() - first;
  const left = Math.max(0, descriptors(pid) - before);
  for (const connection of connections) close(connection);
  return { status: [...statuses].join(), milliseconds, left };
}

/** The status of the answer. */
async function heard(connection: Deno.Conn): Promise<string> {
  const bytes = new Uint8Array(1024);
  const count = await connection.read(bytes).catch(() => null);
  return count === null ? "closed" : new TextDecoder().decode(bytes.subarray(9, 12));
}

function descriptors(pid: number): number {
  return [...Deno.readDirSync(`/proc/${pid}/fd`)].length;
}

function close(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch {
    // The server was faster.
  }
}
