/**
 * OpenTelemetry as Deno has it built in (`OTEL_DENO=true`): spans are named by route, and no address leaves the
 * process.
 *
 * Deno puts the whole address of a request on its span before any handler runs, and an attribute that is set again
 * stands beside the first one: nothing can be overwritten. So the addresses are left out where attributes are set.
 *
 * @module
 */
import { type Span, trace } from "@opentelemetry/api";
import type { LogEntry } from "@/lib/server/observe/log_entry.ts";

/** What Deno sets that holds what a visitor typed, or an experiment's id. */
const ADDRESSES: ReadonlySet<string> = new Set(["url.full", "url.path", "url.query"]);

/** Whether spans are made at all: where they are not, nothing is to be named. */
export function isTelemetryOn(): boolean {
  return probe().isRecording();
}

/** Makes every span of this process leave out addresses. To be called before the first request. */
export function keepAddressesHome(): void {
  const spans: Span = Object.getPrototypeOf(probe());
  const { setAttribute, setAttributes } = spans;
  spans.setAttribute = function (name, value) {
    return ADDRESSES.has(name) ? this : setAttribute.call(this, name, value) as typeof this;
  };
  spans.setAttributes = function (attributes) {
    const kept = Object.entries(attributes).filter(([name]) => !ADDRESSES.has(name));
    return setAttributes.call(this, Object.fromEntries(kept)) as typeof this;
  };
}

/** A span that is never ended, so that nobody hears of it. */
function probe(): Span {
  return trace.getTracer("site").startSpan("probe");
}

/**
 * Names the span of each request by its route's pattern, `GET /e/:id`, when its line is written to the log: that is
 * done for every request, also for those that never come to the router.
 */
export function withSpanNames(write: (entry: LogEntry) => void): (entry: LogEntry) => void {
  return (entry) => {
    trace.getActiveSpan()?.setAttribute("http.route", entry.route).updateName(
      `${entry.method} ${entry.route}`,
    );
    write(entry);
  };
}
