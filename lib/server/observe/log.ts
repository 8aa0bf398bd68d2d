/**
 * One line a request, for whoever runs the site. Never a query or a body: they hold what visitors typed.
 *
 * @module
 */
import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { LogEntry } from "@/lib/server/observe/log_entry.ts";
import type { LoopMonitor } from "@/lib/server/observe/loop_monitor.ts";
import type { SiteEnv } from "@/lib/server/site.ts";

/** Writes each request's entry. */
export function requestLog(
  write: (entry: LogEntry) => void,
  now: () => number,
  monitor: LoopMonitor | null = null,
): MiddlewareHandler<SiteEnv> {
  return async (c, next) => {
    const start = now();
    c.set("start", start);
    monitor?.begin(c);
    await next();
    monitor?.end(c);
    const { status } = c.res;
    const id = c.get("failure");
    const unexpected = status === 500 && c.error ? { error: describe(c.error) } : {};
    write({
      level: status >= 500 ? "error" : "info",
      method: c.req.method,
      route: routePath(c, -1),
      status,
      milliseconds: Math.round((now() - start) * 10) / 10,
      ...(id ? { id } : {}),
      ...unexpected,
    });
  };
}

function describe(error: Error): string {
  const frames = (error.stack ?? "").split("\n").filter((line) => line.startsWith("    at "));
  return [error.name, ...frames.slice(0, 8).map((line) => line.trim())].join("; ");
}

/** Milliseconds that lines wait for others: one write for many costs a tenth of one for each. */
const DELAY = 20;

let waiting = "";

/** Writes an entry as a line of JSON to standard output, together with those of the next moments. */
export function writeLine(entry: LogEntry): void {
  if (waiting === "") Deno.unrefTimer(setTimeout(flush, DELAY) as unknown as number);
  waiting += `${JSON.stringify(entry)}\n`;
}

/** Writes what whoever runs the site has to know, as a line of JSON of its own. */
export function writeWarning(message: string): void {
  // deno-lint-ignore no-console
  console.warn(JSON.stringify({ level: "warning", message }));
}

function flush(): void {
  const lines = waiting.slice(0, -1);
  waiting = "";
  // deno-lint-ignore no-console
  if (lines !== "") console.log(lines);
}

globalThis.addEventListener("unload", flush);
