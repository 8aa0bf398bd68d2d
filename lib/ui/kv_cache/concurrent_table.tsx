import type { ConcurrentRequests } from "@/lib/lm/kv_cache/concurrent_requests.ts";
import { formatBinaryBytes, formatCount } from "@/lib/ui/format.ts";

interface ConcurrentTableProps {
  /** Null where memory or weights are not known. */
  readonly concurrent: ConcurrentRequests | null;
  /** Tokens of each request. */
  readonly tokens: number;
  /** Whether the weights are known. */
  readonly known: boolean;
}

/** How many requests of this length fit beside the weights. */
export function ConcurrentTable({ concurrent, tokens, known }: ConcurrentTableProps) {
  if (concurrent === null) {
    const missing = known ? "the device's memory" : "the device's memory and the weights";
    return <p class="hint">Give {missing} to see how many requests fit at once.</p>;
  }
  const { freeBytes, atLeast, atMost } = concurrent;
  if (freeBytes === 0) {
    return (
      <p class="hint" data-at-least={atLeast} data-at-most={atMost} data-free-bytes={freeBytes}>
        No request fits: the weights alone fill the memory.
      </p>
    );
  }
  const range = atLeast === atMost ? countOf(atMost) : `${countOf(atLeast)} to ${countOf(atMost)}`;
  return (
    <p class="headline" data-at-least={atLeast} data-at-most={atMost} data-free-bytes={freeBytes}>
      <b>{range}</b>
      <span class="quiet">
        request{atMost === 1 ? "" : "s"} of {formatCount(tokens)} tokens fit at once in the{" "}
        {formatBinaryBytes(freeBytes)} after weights (activations and an engine's buffers not counted)
      </span>
    </p>
  );
}

function countOf(requests: number): string {
  return Number.isFinite(requests) ? formatCount(requests) : "any number of";
}
