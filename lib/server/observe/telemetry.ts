/**
 * OpenTelemetry as Deno has it built in (`OTEL_DENO=true`): spans are named by route, and no address leaves the
 * process.
 *
 * Deno puts the whole address of a request on its span before any handler runs, and an attribute that is set again
 * stands beside the first one: nothing can be overwritten. So the addresses are left out where attributes are set.
 *
 * @module
 */
import type { LogEntry } from "@/lib/server/observe/log_entry.ts";

/** What Deno sets that holds what a visitor typed, or an experiment's id. */
const ADDRESSES: ReadonlySet<string> = new Set(["url.full", "url.path", "url.query"]);

type Attributes = Readonly<Record<string, unknown>>;

/** The part of a span that is used here. */
export interface Span {
  setAttribute(name: string, value: unknown): this;
  setAttributes(attributes: Attributes): this;
  updateName(name: string): this;
  end(): void;
}

/** The part of Deno's own telemetry that is used here. */
export interface Telemetry {
  readonly tracerProvider: { getTracer(name: string): { startSpan(name: string): Span } };
}

/** What OpenTelemetry's API registers for the whole process, where it is on. */
interface Registered {
  readonly context?: { active(): { getValue(key: symbol): unknown } };
}

const REGISTERED = Symbol.for("opentelemetry.js.api.1");
const ACTIVE_SPAN = Symbol.for("OpenTelemetry Context Key SPAN");

/** Makes every span of this process leave out addresses. To be called before the first request. */
export function keepAddressesHome({ tracerProvider }: Telemetry): void {
  const probe = tracerProvider.getTracer("site").startSpan("probe");
  const spans: Span = Object.getPrototypeOf(probe);
  const { setAttribute, setAttributes } = spans;
  spans.setAttribute = function (name, value) {
    return ADDRESSES.has(name) ? this : setAttribute.call(this, name, value) as typeof this;
  };
  spans.setAttributes = function (attributes) {
    const kept = Object.entries(attributes).filter(([name]) => !ADDRESSES.has(name));
    return setAttributes.call(this, Object.fromEntries(kept)) as typeof this;
  };
}

/** Telemetry of this process; null on a platform without it. */
export function ownTelemetry(): Telemetry | null {
  return (globalThis as { Deno?: { telemetry?: Telemetry } }).Deno?.telemetry ?? null;
}

/** Whether spans are made at all: where they are not, nothing is to be named. */
export function isTelemetryOn(): boolean {
  return registered()?.context !== undefined;
}

function registered(): Registered | undefined {
  return (globalThis as { [REGISTERED]?: Registered })[REGISTERED];
}

/** The span of the request that is being answered. */
function activeSpan(): Span | undefined {
  return registered()?.context?.active().getValue(ACTIVE_SPAN) as Span | undefined;
}

/**
 * Names the span of each request by its route's pattern, `GET /e/:id`, when its line is written to the log: that is
 * done for every request, also for those that never come to the router.
 */
export function withSpanNames(write: (entry: LogEntry) => void): (entry: LogEntry) => void {
  return (entry) => {
    activeSpan()?.setAttribute("http.route", entry.route).updateName(`${entry.method} ${entry.route}`);
    write(entry);
  };
}
