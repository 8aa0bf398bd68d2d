import type { BackoffView } from "@/lib/lm/ngram/study/next_tokens.ts";
import type { SmoothingMethod } from "@/lib/lm/ngram/smoothing.ts";
import { formatCount } from "@/lib/ui/format.ts";

interface BackoffPathProps {
  readonly steps: readonly BackoffView[];
  readonly method: SmoothingMethod;
  /** The token whose figure is written out; null where there is none. */
  readonly token: string | null;
}

/** The way from the longest context down, in numbers: what each order gives the likeliest token. */
export function BackoffPath({ steps, method, token }: BackoffPathProps) {
  return (
    <>
      {token !== null && (
        <p class="small quiet">
          For <code>{token}</code>
          {steps.length > 1 ? ", from the longest context down:" : ":"}
        </p>
      )}
      <ol class="backoff-path" aria-label={steps.length > 1 ? "From the longest context down" : "In numbers"}>
        {steps.map((step) => (
          <li
            key={step.order}
            class={step.used ? "used" : undefined}
            data-order={step.order}
            data-used={step.used ? 1 : 0}
          >
            <b>{step.used ? "✓" : "–"} {nameOf(step.order)}</b>{" "}
            {step.order > 1 && (
              <code>{step.context.length === 0 ? "no context" : step.context.join(" ")}</code>
            )} {step.arithmetic !== null && <span class="num-line">{step.arithmetic}</span>}{" "}
            <span class="quiet">{said(step, method)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}

function nameOf(order: number): string {
  return ["uniform", "unigram", "bigram", "trigram"][order] ?? `${order}-gram`;
}

function said({ order, used, total, types }: BackoffView, method: SmoothingMethod): string {
  if (order === 0) return "every token alike";
  if (!used) return unseen(method);
  const times = total === 1 ? "once" : `${formatCount(total)} times`;
  if (order === 1) return `${formatCount(total)} tokens, ${formatCount(types)} different`;
  return `seen ${times}, followed by ${formatCount(types)} different token${types === 1 ? "" : "s"}`;
}

/** What a method does where a context was never seen: only some go on to a shorter one. */
function unseen(method: SmoothingMethod): string {
  if (method === "none") return "never seen: counts alone say nothing";
  if (method === "add_k") return "never seen: every token alike";
  if (method === "stupid_backoff") return "never seen: backs off to the shorter context, times the factor";
  return "never seen: all of it comes from the shorter context";
}
