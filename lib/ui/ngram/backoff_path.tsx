import type { BackoffView } from "@/lib/lm/ngram/study/next_tokens.ts";
import { formatCount } from "@/lib/ui/format.ts";

/** The way from the longest context down: which orders the answer has a part of. */
export function BackoffPath({ steps }: { readonly steps: readonly BackoffView[] }) {
  return (
    <ol class="backoff-path" aria-label="Backoff path">
      {steps.map(({ order, used, context, total, types }) => (
        <li key={order} class={used ? "used" : undefined} data-order={order} data-used={used ? 1 : 0}>
          <b>{used ? "✓" : "–"} {nameOf(order)}</b>{" "}
          {order > 1 && <code>{context.length === 0 ? "no context" : context.join(" ")}</code>}{" "}
          <span class="quiet">{said(order, used, total, types)}</span>
        </li>
      ))}
    </ol>
  );
}

function nameOf(order: number): string {
  return ["uniform", "unigram", "bigram", "trigram"][order] ?? `${order}-gram`;
}

function said(order: number, used: boolean, total: number, types: number): string {
  if (order === 0) return "every token alike";
  if (!used) return "never seen: back off to a shorter context";
  const times = total === 1 ? "once" : `${formatCount(total)} times`;
  if (order === 1) return `${formatCount(total)} tokens, ${formatCount(types)} different`;
  return `seen ${times}, followed by ${formatCount(types)} different token${types === 1 ? "" : "s"}`;
}
