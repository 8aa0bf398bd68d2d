/**
 * Loads the API's calculations beside a bare Hono JSON route, in turns on the same machine: no error, and at least
 * half of its requests a second, by the median of three rounds. autocannon sends the same body all the time, so all but the first answer come from
 * memory (routes/api/quick_answers.ts); `predict` computes each time, behind a queue, and has a bench of its own. `deno run -A bench/api_bench.ts [--seconds=60] [--connections=50]`. Exits with 1 where a bar is
 * missed.
 *
 * @module
 */
import { endpoints } from "@/routes/api/endpoints.ts";
import { freePort } from "@/tests/browser/start_site.ts";
import { type Claim, claimsTable, holds } from "./claim.ts";
import { median } from "./median.ts";
import { numberOption } from "./option.ts";

const ROOT = new URL("../", import.meta.url);
const AUTOCANNON = "npm:autocannon@8.0.0";
const BAR = 0.5;

/** Runs of each, in turns. */
const ROUNDS = 3;

/** Where autocannon runs: it is no dependency of the project. */
const OUTSIDE = Deno.makeTempDirSync({ prefix: "bench-" });

/** What autocannon says of a run. */
interface Load {
  readonly requests: { readonly average: number };
  readonly latency: { readonly p99: number };
  readonly non2xx: number;
  readonly errors: number;
  readonly timeouts: number;
}

function deno(args: readonly string[], cwd: URL | string, env: Record<string, string> = {}) {
  return new Deno.Command(Deno.execPath(), { args: [...args], cwd, env, stdout: "piped", stderr: "null" });
}

/** Starts a server and waits until it answers; its output is read away. */
async function start(script: string): Promise<{ origin: string; stop: () => Promise<void> }> {
  const port = `${freePort()}`;
  const child = deno(["run", "-A", script], ROOT, { PORT: port, RATE_LIMIT: "0" }).spawn();
  child.stdout.pipeTo(new WritableStream()).catch(() => {});
  const origin = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 200; attempt++) {
    const ready = await fetch(origin, { method: "POST" }).then(
      (response) => response.body?.cancel(),
      () => "no",
    );
    if (ready !== "no") break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const stop = async () => {
    child.kill("SIGKILL");
    await child.status;
  };
  return { origin, stop };
}

/** Resolves once the site's threads have begun: until then they take the cores that are measured. */
async function untilBegun(origin: string): Promise<void> {
  for (;;) {
    const { threads } = await (await fetch(`${origin}/healthz`)).json();
    if (threads === "ready") return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function load(url: string, body: unknown, seconds: number, connections: number): Promise<Load> {
  const { stdout } = await deno([
    "run",
    "-A",
    AUTOCANNON,
    "--json",
    "--no-progress",
    "-d",
    `${seconds}`,
    "-c",
    `${connections}`,
    "-m",
    "POST",
    "-H",
    "content-type=application/json",
    "-b",
    JSON.stringify(body),
    url,
  ], OUTSIDE).output();
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** A run of ours right after one of the peer. */
interface Round {
  readonly ours: Load;
  readonly peer: Load;
}

/** The median of the rounds' ratios: what else runs on the machine changes from one to the next. */
function claimOf(name: string, rounds: readonly Round[]): Claim {
  const rate = (of: (round: Round) => Load) => {
    const average = median(rounds.map((round) => of(round).requests.average));
    return `${Math.round(average).toLocaleString("en-US")} requests/s`;
  };
  const failures = rounds.reduce((sum, { ours }) => sum + ours.non2xx + ours.errors + ours.timeouts, 0);
  const latency = Math.max(...rounds.map(({ ours }) => ours.latency.p99));
  const ratio = median(rounds.map(({ ours, peer }) => ours.requests.average / peer.requests.average));
  return {
    what: `POST /api/v1/${name}, ${failures} failed, 99 % within ${latency} ms`,
    ours: rate(({ ours }) => ours),
    peer: `a bare Hono route: ${rate(({ peer }) => peer)}`,
    value: failures > 0 ? 0 : ratio,
    unit: "×",
    bar: BAR,
    direction: "at least",
  };
}

async function run(seconds: number, connections: number): Promise<Claim[]> {
  const [site, bare] = await Promise.all([start("main.ts"), start("bench/bare_route.ts")]);
  await untilBegun(site.origin);
  const claims: Claim[] = [];
  const each = Math.max(1, Math.round(seconds / ROUNDS));
  try {
    for (const { name, example } of endpoints.filter(({ isPure }) => isPure)) {
      const rounds: Round[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const peer = await load(bare.origin, example, each, connections);
        rounds.push({ peer, ours: await load(`${site.origin}/api/v1/${name}`, example, each, connections) });
      }
      claims.push(claimOf(name, rounds));
    }
  } finally {
    await Promise.all([site.stop(), bare.stop()]);
  }
  return claims;
}

if (import.meta.main) {
  const claims = await run(numberOption("seconds", 60), numberOption("connections", 50));
  // deno-lint-ignore no-console
  console.log(claimsTable(claims));
  Deno.exit(claims.every(holds) ? 0 : 1);
}
