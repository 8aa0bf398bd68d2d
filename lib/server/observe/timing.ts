/**
 * How long the parts of an answer took, for the browser's network panel: `Server-Timing: model;dur=8.1, render;dur=3`.
 *
 * @module
 */
import type { PhaseName } from "@/lib/server/phase.ts";
import type { Context, MiddlewareHandler } from "hono";
import type { SiteEnv } from "@/lib/server/site.ts";

/** Sets the header on pages, and on those answers of the API that pass here: small ones have left before. */
export function serverTiming(now: () => number): MiddlewareHandler<SiteEnv> {
  return async (c, next) => {
    c.set("phases", []);
    c.set("now", now);
    await next();
    const phases = c.var.phases ?? [];
    if (phases.length === 0 && !c.req.path.startsWith("/api/")) return;
    const total = { name: "total", milliseconds: now() - (c.var.start ?? now()) };
    c.res.headers.set("server-timing", [...phases, total].map(entryOf).join(", "));
  };
}

/** Runs a part of an answer and notes how long it took. */
export function timed<T>(c: Context<SiteEnv>, name: PhaseName, work: () => T): T {
  const { now, phases } = c.var;
  if (!now || !phases) return work();
  const start = now();
  const note = () => void phases.push({ name, milliseconds: now() - start });
  const result = work();
  if (result instanceof Promise) return result.finally(note) as T;
  note();
  return result;
}

function entryOf({ name, milliseconds }: { readonly name: string; readonly milliseconds: number }): string {
  return `${name};dur=${Math.round(milliseconds * 10) / 10}`;
}
