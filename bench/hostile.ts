/**
 * Sends what a hostile visitor would: each request of `hostile_requests.ts` once, while another visitor asks for
 * `/healthz` all the time; then all of them in a loop, while another asks for `/` and `/healthz`; 1,100 bodies that stop;
 * and 1,100 POSTs to no address. `deno run -A bench/hostile.ts [--only=TEXT] [--seconds=30] [--hold=50] [--answer=2500] [--p99=100]`; with
 * `--only` the rows whose names have that text, and no loop. Prints a table; exits with 1 where a request holds the
 * server or is answered late, where the other visitor waits, or where descriptors are left after 5 s.
 *
 * @module
 */
import { setPriority } from "node:os";
import { burstOfPosts } from "./burst_of_posts.ts";
import { freePort } from "@/tests/browser/start_site.ts";
import { type HostileRequest, hostileRequests } from "./hostile_requests.ts";
import { numberOption, option } from "./option.ts";
import { quantile } from "./quantile.ts";
import { stoppedBodies } from "./stopped_bodies.ts";
import { createWatcher, type Watcher, type WatchReply } from "./watcher.ts";

const ROOT = new URL("../", import.meta.url);

/** Milliseconds between two requests that are measured alone. */
const PAUSE = 500;

/** The same where a thread was replaced, and the next one has to stand ready. */
const LONG_PAUSE = 6000;

/** How far the thread that attacks comes behind the others, of 19 steps. */
const STEPS_BEHIND = 10;

interface Bars {
  readonly hold: number;
  readonly answer: number;
  readonly p99: number;
}

interface Row {
  readonly what: string;
  readonly status: string;
  readonly milliseconds: number;
  /** The longest that the other visitor waited meanwhile. */
  readonly others: number;
  readonly holds: boolean;
}

/** Each client has an address of its own, as a proxy in front would say. */
async function ask(origin: string, client: string, { method, path, body }: Omit<HostileRequest, "name">) {
  const headers = { "x-forwarded-for": client, "content-type": "application/json" };
  const start = performance.now();
  try {
    const response = await fetch(origin + path, { method, headers, ...(body ? { body } : {}) });
    await response.arrayBuffer();
    return { status: `${response.status}`, milliseconds: performance.now() - start };
  } catch (error) {
    return { status: (error as Error).name, milliseconds: performance.now() - start };
  }
}

async function once({ origin, watcher }: Started, request: HostileRequest, bars: Bars): Promise<Row> {
  const stop = watcher.watch(origin, ["/healthz"]);
  const { status, milliseconds } = await ask(origin, "203.0.113.1", request);
  const others = await longest(stop);
  const isFault = !/^(2|4\d\d$|503)/.test(status);
  return {
    what: request.name,
    status,
    milliseconds,
    others,
    holds: !isFault && others <= bars.hold && milliseconds <= bars.answer,
  };
}

/** The longest that the other visitor waited. */
async function longest(stop: () => Promise<WatchReply[]>): Promise<number> {
  return Math.max(...(await stop()).flatMap(({ times }) => times));
}

async function allAtOnce({ origin, watcher }: Started, seconds: number, bars: Bars): Promise<Row[]> {
  let sent = 0;
  const rounds = Array.from({ length: 5 }, (_, round) => hostileRequests(7 * round + 1));
  const stop = watcher.watch(origin, ["/", "/healthz"]);
  const end = performance.now() + seconds * 1000;
  const attackers = rounds[0]!.map(async (_, index) => {
    for (let round = 0; performance.now() < end; round++) {
      sent++;
      await ask(origin, "203.0.113.1", rounds[round % rounds.length]![index]!);
    }
  });
  await Promise.all(attackers);
  return (await stop()).map(({ path, times }) => {
    const p99 = quantile(times.toSorted((a, b) => a - b), 0.99);
    const what = `GET ${path}, ${times.length} times beside ${sent} of these`;
    return { what, status: "p99", milliseconds: p99, others: Math.max(...times), holds: p99 <= bars.p99 };
  });
}

const BURST = "1,100 POSTs to no address, at once";

/** Milliseconds for all of them: half a one each, where a page for each took nearly two. */
const BURST_TIME = 550;

async function burst({ port, origin, watcher }: Started): Promise<Row> {
  const stop = watcher.watch(origin, ["/healthz"]);
  await new Promise((resolve) => setTimeout(resolve, PAUSE));
  const { status, milliseconds } = await burstOfPosts(port);
  const others = await longest(stop);
  // They are many requests: what each of them takes counts, not what all of them do.
  return { what: BURST, status, milliseconds, others, holds: status === "404" && milliseconds <= BURST_TIME };
}

const STOPPED = "1,100 bodies that stop";

/** Milliseconds in which stopped bodies have to be forgotten. */
const FORGOTTEN = 5000;

async function stopped({ port, pid, origin, watcher }: Started): Promise<Row> {
  const stop = watcher.watch(origin, ["/healthz"]);
  const { status, milliseconds, left } = await stoppedBodies(port, pid);
  const others = await longest(stop);
  const what = `${STOPPED}: ${left} descriptors left`;
  return { what, status, milliseconds, others, holds: status === "408" && milliseconds <= FORGOTTEN };
}

interface Started {
  readonly origin: string;
  readonly port: number;
  readonly pid: number;
  readonly watcher: Watcher;
  stop(): Promise<void>;
}

async function start(): Promise<Started> {
  const port = freePort();
  const env = {
    PORT: `${port}`,
    RATE_LIMIT: "1000000",
    TRUSTED_PROXY: "1",
    DENO_KV_PATH: ":memory:",
    EXPERIMENTS_PER_DAY: "0",
  };
  const args = ["run", "-A", "main.ts"];
  const child = new Deno.Command(Deno.execPath(), { args, cwd: ROOT, env, stdout: "null", stderr: "null" })
    .spawn();
  const origin = `http://127.0.0.1:${port}`;
  // Dear requests are answered elsewhere once a thread can begin.
  for (let attempt = 0; attempt < 300; attempt++) {
    const report = await fetch(`${origin}/healthz`).then((response) => response.json(), () => null);
    if (report?.threads === "ready") break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const watcher = createWatcher();
  // A hostile visitor has a machine of its own: here it comes after the server, and after the one who watches.
  setPriority(Deno.pid, STEPS_BEHIND);
  return {
    origin,
    port,
    pid: child.pid,
    watcher,
    async stop() {
      watcher.close();
      child.kill("SIGKILL");
      await child.status;
    },
  };
}

async function run(only: string, seconds: number, bars: Bars): Promise<Row[]> {
  const started = await start();
  try {
    const rows: Row[] = [];
    for (const request of hostileRequests(Date.now() % 900).filter(({ name }) => name.includes(only))) {
      const row = await once(started, request, bars);
      rows.push(row);
      await new Promise((resolve) => setTimeout(resolve, row.status === "503" ? LONG_PAUSE : PAUSE));
    }
    if (BURST.includes(only)) rows.push(await burst(started));
    if (STOPPED.includes(only)) rows.push(await stopped(started));
    return only === "" ? [...rows, ...await allAtOnce(started, seconds, bars)] : rows;
  } finally {
    await started.stop();
  }
}

function tableOf(rows: readonly Row[]): string {
  const lines = rows.map(({ what, status, milliseconds, others, holds }) =>
    `| ${what} | ${status} | ${Math.round(milliseconds)} ms | ${Math.round(others)} ms | ${
      holds ? "yes" : "NO"
    } |`
  );
  return ["| request | answer | after | others waited | holds |", "|---|---|---|---|---|", ...lines].join(
    "\n",
  );
}

if (import.meta.main) {
  const bars = {
    hold: numberOption("hold", 50),
    answer: numberOption("answer", 2500),
    p99: numberOption("p99", 100),
  };
  const rows = await run(option("only") ?? "", numberOption("seconds", 30), bars);
  // deno-lint-ignore no-console
  console.log(tableOf(rows));
  Deno.exit(rows.every(({ holds }) => holds) ? 0 : 1);
}
