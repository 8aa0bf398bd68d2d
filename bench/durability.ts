/**
 * What is acknowledged is kept: stores experiments in a real server, kills it with -9 in the middle, starts it again on
 * the same file, and looks for each one that was acknowledged. Then two servers at once on that file.
 *
 *     deno run -A bench/durability.ts [--stores=1000]
 *
 * @module
 */
import { BYTES_KEY, type Entry } from "@/lib/experiment/store/entry.ts";
import { freePort } from "@/tests/browser/start_site.ts";

/** What a run found. */
export interface DurabilityReport {
  /** Stores that were acknowledged before the kill. */
  readonly acknowledged: number;
  /** Of those, the ones that are gone; or are not what was stored. */
  readonly missing: number;
  /** Experiments in the file after the kill. */
  readonly found: number;
  /** Bytes as the limit counts them, and as they lie there. */
  readonly countedBytes: number;
  readonly actualBytes: number;
}

/** What two instances on one file found. */
export interface SharingReport {
  readonly acknowledged: number;
  /** Experiments that one of both did not give back. */
  readonly missing: number;
  /** Stores above the limit of a day that both share. */
  readonly overLimit: number;
  readonly failed: number;
}

const CONCURRENT = 8;
/** A free port can be taken by another program before the server has it. */
const START_ATTEMPTS = 3;
const READY_ATTEMPTS = 600;

/** A server as a process of its own. */
interface Server {
  readonly origin: string;
  kill(): Promise<void>;
}

/** Stores at most `stores` experiments and kills the server once `killAfter` are acknowledged. */
export async function measureDurability(stores: number, killAfter: number): Promise<DurabilityReport> {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/kv.sqlite`;
  try {
    const first = await startServer(path, "0");
    const acknowledged = await storeUntilKilled(first, stores, killAfter);
    const second = await startServer(path, "0");
    const missing = await countMissing([second.origin], acknowledged);
    await second.kill();
    return { acknowledged: acknowledged.size, missing, ...await audit(path) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Stores through two servers in turn, with a limit of a day that is reached. */
export async function measureSharing(stores: number, perDay: number): Promise<SharingReport> {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/kv.sqlite`;
  try {
    const servers = await Promise.all([1, 2].map(() => startServer(path, `${perDay}`)));
    const acknowledged = new Map<string, number>();
    const statuses: number[] = [];
    await inParallel(stores, async (index) => {
      const answer = await store(servers[index % 2]!.origin, index);
      statuses.push(answer.status);
      if (answer.id !== null) acknowledged.set(answer.id, index);
    });
    const missing = await countMissing(servers.map(({ origin }) => origin), acknowledged);
    await Promise.all(servers.map((server) => server.kill()));
    return {
      acknowledged: acknowledged.size,
      missing,
      overLimit: statuses.filter((status) => status === 429).length,
      failed: statuses.filter((status) => status !== 201 && status !== 429).length,
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function storeUntilKilled(
  server: Server,
  stores: number,
  killAfter: number,
): Promise<Map<string, number>> {
  const acknowledged = new Map<string, number>();
  let killed: Promise<void> | null = null;
  await inParallel(stores, async (index) => {
    if (killed) return;
    const { id } = await store(server.origin, index).catch(() => ({ id: null }));
    if (id !== null) acknowledged.set(id, index);
    if (acknowledged.size >= killAfter) killed ??= server.kill();
  });
  await (killed ?? server.kill());
  return acknowledged;
}

async function store(origin: string, index: number): Promise<{ status: number; id: string | null }> {
  const response = await fetch(`${origin}/api/v1/experiments`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ page: "/softmax", query: { seed: index }, note: "x".repeat(index % 500) }),
  });
  const { id } = await response.json();
  return { status: response.status, id: response.status === 201 ? id : null };
}

/** How many experiments some server does not give back as they were stored. */
async function countMissing(origins: readonly string[], ids: ReadonlyMap<string, number>): Promise<number> {
  const missing = new Set<string>();
  const wanted = [...ids].flatMap(([id, index]) => origins.map((origin) => ({ id, index, origin })));
  await inParallel(wanted.length, async (position) => {
    const { id, index, origin } = wanted[position]!;
    const response = await fetch(`${origin}/api/v1/experiments/${id}`);
    const { query } = await response.json();
    if (response.status !== 200 || query.seed !== `${index}`) missing.add(id);
  });
  return missing.size;
}

/** Whether the total that is counted is that of what lies there. */
async function audit(
  path: string,
): Promise<Pick<DurabilityReport, "found" | "countedBytes" | "actualBytes">> {
  const kv = await Deno.openKv(path);
  let found = 0;
  let actualBytes = 0;
  for await (const { value } of kv.list<Entry>({ prefix: ["experiments", "entry"] })) {
    found++;
    if (value.kind === "kept") actualBytes += value.body.length;
  }
  const { value } = await kv.get<number>(BYTES_KEY);
  kv.close();
  return { found, actualBytes, countedBytes: value ?? 0 };
}

async function inParallel(count: number, act: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < count) await act(next++);
  };
  await Promise.all(Array.from({ length: CONCURRENT }, work));
}

async function startServer(path: string, perDay: string): Promise<Server> {
  for (let attempt = 0; attempt < START_ATTEMPTS; attempt++) {
    const port = freePort();
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "main.ts"],
      cwd: new URL("../", import.meta.url),
      env: { PORT: `${port}`, RATE_LIMIT: "0", DENO_KV_PATH: path, EXPERIMENTS_PER_DAY: perDay },
      stdout: "null",
      stderr: "null",
    }).spawn();
    const origin = `http://127.0.0.1:${port}`;
    let hasEnded = false;
    child.status.then(() => hasEnded = true);
    const kill = async () => {
      if (!hasEnded) child.kill("SIGKILL");
      await child.status;
    };
    if (await isReady(origin, () => hasEnded)) return { origin, kill };
    await kill();
  }
  throw new Error(`No server with a store came up on ${path}`);
}

/** Whether a server with a store answers; one whose port was taken in the meantime ends, or is another's. */
async function isReady(origin: string, hasEnded: () => boolean): Promise<boolean> {
  for (let attempt = 0; attempt < READY_ATTEMPTS && !hasEnded(); attempt++) {
    const response = await fetch(`${origin}/healthz`).catch(() => null);
    if (response) return !hasEnded() && (await response.json()).store === "kv";
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

if (import.meta.main) {
  const [, given = "1000"] = /^--stores=(\d+)$/.exec(Deno.args[0] ?? "") ?? [];
  const stores = Number(given);
  // deno-lint-ignore no-console
  console.log("killed in the middle", await measureDurability(stores, Math.floor(stores / 2)));
  // deno-lint-ignore no-console
  console.log("two servers, one file", await measureSharing(stores, Math.floor(stores / 2)));
}
