/**
 * Holds the site under load: `deno run -A bench/soak.ts [--minutes=10] [--rate=100] [--hostile=0] [--warm=0]`, after
 * `deno task build`. `--hostile=0.05` makes 5 % of the requests those of a hostile visitor, with an address of its own
 * (the others come from 2,000);
 * what is asked in the first `--warm` seconds is not counted: every page is made for the first time then.
 *
 * An open loop: a request leaves when its time has come, whether or not others were answered, and its latency counts
 * from that time. The server is a process of its own on the same machine; its memory is read from `/proc`. Exits with 1
 * if any answer was no 2xx or 3xx, or did not come; a hostile visitor may be refused, and told to come again.
 *
 * @module
 */
import { type Site, startSite } from "@/tests/browser/start_site.ts";
import { numberOption } from "./option.ts";
import { quantile } from "./quantile.ts";
import { createTraffic, type Planned } from "./soak_traffic.ts";

const SEED = 7;
/** Milliseconds between two looks at the clock. */
const TICK = 5;
/** Milliseconds between two looks at the memory. */
const SAMPLE = 2000;
/** Milliseconds after which an answer is given up. */
const PATIENCE = 30_000;

/** Addresses of those who are not hostile. */
const VISITORS = 2000;

/** One request's end. */
interface Outcome {
  readonly kind: Planned["kind"];
  readonly path: string;
  readonly milliseconds: number;
  /** Status and path where it failed. */
  readonly error: string | null;
}

/** Resident memory at a time. */
interface Memory {
  readonly minute: number;
  readonly megabytes: number;
}

interface Soak {
  readonly outcomes: readonly Outcome[];
  readonly memory: readonly Memory[];
}

/** The address of the visitor who sends a request, as a proxy in front would say. */
function addressOf(kind: Planned["kind"], sent: number): string {
  const visitor = sent % VISITORS;
  return kind === "hostile" ? "203.0.113.1" : `198.18.${visitor >> 8}.${visitor & 255}`;
}

interface Due {
  readonly origin: string;
  /** How many were sent before. */
  readonly sent: number;
  /** When it was to leave, by `performance.now()`. */
  readonly time: number;
}

async function ask({ origin, sent, time: due }: Due, { kind, path, body }: Planned): Promise<Outcome> {
  const signal = AbortSignal.timeout(PATIENCE);
  const client = { "x-forwarded-for": addressOf(kind, sent) };
  const init = body === null
    ? { signal, headers: client }
    : { signal, method: "POST", body, headers: { ...client, "content-type": "application/json" } };
  try {
    const response = await fetch(origin + path, init);
    await response.arrayBuffer();
    const { status } = response;
    const isMeant = status < 400 || kind === "hostile" && (status < 500 || status === 503);
    const error = isMeant ? null : `${status} ${path.slice(0, 80)}`;
    return { kind, path, milliseconds: performance.now() - due, error };
  } catch (error) {
    return {
      kind,
      path,
      milliseconds: performance.now() - due,
      error: `${(error as Error).name} ${path.slice(0, 80)}`,
    };
  }
}

interface Load {
  readonly minutes: number;
  /** Requests a second. */
  readonly rate: number;
  readonly hostile: number;
  /** Seconds that are not counted. */
  readonly warm: number;
}

async function soak(site: Site, { minutes, rate, hostile, warm }: Load): Promise<Soak> {
  const next = await createTraffic(SEED, hostile);
  const start = performance.now();
  const total = Math.round(minutes * 60 * rate);
  const waiting: Promise<void>[] = [];
  const outcomes: Outcome[] = [];
  const memory: Memory[] = [];
  const look = () =>
    memory.push({ minute: (performance.now() - start) / 60_000, megabytes: residentMegabytes(site.pid) });
  const timer = setInterval(look, SAMPLE);
  for (let sent = 0; sent < total;) {
    for (; sent < total && start + sent * 1000 / rate <= performance.now(); sent++) {
      const isCounted = sent >= warm * rate;
      const answer = ask({ origin: site.origin, sent, time: start + sent * 1000 / rate }, next());
      waiting.push(answer.then((each) => void (isCounted && outcomes.push(each))));
    }
    await new Promise((resolve) => setTimeout(resolve, TICK));
  }
  await Promise.all(waiting);
  clearInterval(timer);
  look();
  return { outcomes, memory };
}

function residentMegabytes(pid: number): number {
  const [, kilobytes = "NaN"] = /^VmRSS:\s+(\d+) kB/m.exec(Deno.readTextFileSync(`/proc/${pid}/status`)) ??
    [];
  return Number(kilobytes) / 1024;
}

/** Megabytes a minute over the second half of the run, by least squares. */
function slope(memory: readonly Memory[]): number {
  const half = memory.slice(Math.floor(memory.length / 2));
  const mean = (value: (each: Memory) => number) =>
    half.reduce((sum, each) => sum + value(each), 0) / half.length;
  const [x, y] = [mean(({ minute }) => minute), mean(({ megabytes }) => megabytes)];
  const above = half.reduce((sum, each) => sum + (each.minute - x) * (each.megabytes - y), 0);
  const below = half.reduce((sum, each) => sum + (each.minute - x) ** 2, 0);
  return above / below;
}

function report({ outcomes, memory }: Soak): string[] {
  const row = (name: string, of: readonly Outcome[]) => {
    const times = of.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
    const figures = [0.5, 0.99, 1].map((share) => `${quantile(times, share).toFixed(1)} ms`);
    return `| ${name} | ${of.length} | ${of.filter(({ error }) => error !== null).length} | ${
      figures.join(" | ")
    } |`;
  };
  const kinds = ["page", "api", "predict", "hostile"] as const;
  const others = outcomes.filter(({ kind }) => kind !== "hostile");
  const rss = memory.map(({ megabytes }) => megabytes);
  const middle = memory[Math.floor(memory.length / 2)]?.megabytes ?? NaN;
  return [
    "| requests | count | errors | p50 | p99 | max |",
    "| --- | --- | --- | --- | --- | --- |",
    ...kinds.map((kind) => [kind, outcomes.filter((each) => each.kind === kind)] as const)
      .filter(([, of]) => of.length > 0).map(([kind, of]) => row(kind, of)),
    row("all but hostile", others),
    "",
    `Memory: ${rss[0]?.toFixed(0)} MB at the start, ${middle.toFixed(0)} MB halfway, ` +
    `${rss.at(-1)?.toFixed(0)} MB at the end, at most ${Math.max(...rss).toFixed(0)} MB; ` +
    `${slope(memory).toFixed(2)} MB a minute over the second half.`,
    ...slowLines(others),
    ...errorLines(outcomes),
  ];
}

/** The paths with the slowest medians: where to look. */
function slowLines(outcomes: readonly Outcome[]): string[] {
  const paths = Map.groupBy(outcomes, ({ path }) => path);
  const medians = [...paths].map(([path, of]) => {
    const times = of.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
    return { path, median: quantile(times, 0.5) };
  });
  const slowest = medians.sort((a, b) => b.median - a.median).slice(0, 5);
  return [
    `Slowest medians: ${slowest.map(({ path, median }) => `${path} ${median.toFixed(1)} ms`).join(", ")}.`,
  ];
}

function errorLines(outcomes: readonly Outcome[]): string[] {
  const counts = new Map<string, number>();
  for (const { error } of outcomes) if (error !== null) counts.set(error, (counts.get(error) ?? 0) + 1);
  return [...counts].map(([error, count]) => `${count} × ${error}`);
}

if (import.meta.main) {
  // Clients are told apart, and none is refused for asking often.
  const site = await startSite({ RATE_LIMIT: "1000000000", TRUSTED_PROXY: "1", DENO_KV_PATH: ":memory:" });
  const load = {
    minutes: numberOption("minutes", 10),
    rate: numberOption("rate", 100),
    hostile: numberOption("hostile", 0),
    warm: numberOption("warm", 0),
  };
  const made = await soak(site, load).finally(site.stop);
  // deno-lint-ignore no-console
  console.log(report(made).join("\n"));
  Deno.exit(made.outcomes.some(({ error }) => error !== null) ? 1 : 0);
}
