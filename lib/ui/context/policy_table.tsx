import type { ContextPolicy } from "@/lib/lm/generation/context_policy.ts";
import type { TokenRange } from "@/lib/lm/generation/generation.ts";
import { WindowStrip } from "@/lib/ui/context/window_strip.tsx";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { formatCount } from "@/lib/ui/format.ts";

/** What a policy does. */
interface PolicyRow {
  readonly policy: ContextPolicy;
  readonly used: number;
  readonly kept: readonly TokenRange[];
  readonly dropped: readonly TokenRange[];
}

interface PolicyTableProps {
  readonly policies: readonly PolicyRow[];
  readonly promptTokens: number;
  readonly limit: number;
  readonly current: ContextPolicy;
  /** Address of the page under a policy. */
  readonly href: (policy: ContextPolicy) => string;
}

/** How the policies are called. */
export const POLICY_TITLES: Readonly<Record<ContextPolicy, string>> = {
  reject: "reject",
  truncate_start: "truncate the start",
  truncate_middle: "truncate the middle",
  keep_prefix: "keep a prefix",
  slide_with_sinks: "slide with sinks",
  summarize: "summarize (needs a model)",
};

/** Positions from 0, the last one of each range named. */
function rangesText(ranges: readonly TokenRange[]): string {
  if (ranges.length === 0) return "nothing";
  return ranges.map(([start, end]) => {
    const [first, last] = [formatCount(start), formatCount(end - 1)];
    return end - start === 1 ? first : `${first}–${last}`;
  }).join(", ");
}

/** The same window under every policy. */
export function PolicyTable({ policies, promptTokens, limit, current, href }: PolicyTableProps) {
  return (
    <DataTable<PolicyRow>
      caption="To make room for one more token (positions count from 0)"
      rows={policies}
      rowKey={({ policy }) => policy}
      rowAttributes={({ policy, kept, dropped }) => ({
        "data-policy": policy,
        "data-kept": JSON.stringify(kept),
        "data-dropped": JSON.stringify(dropped),
      })}
      columns={[
        {
          key: "policy",
          label: "Policy",
          cell: ({ policy }) => (
            <a href={href(policy)} data-show="1" aria-current={policy === current ? "true" : undefined}>
              {POLICY_TITLES[policy]}
            </a>
          ),
        },
        {
          key: "strip",
          label: <span class="vh">Picture</span>,
          cell: ({ policy, used, dropped, kept }) => (
            <span class="strip-cell">
              <WindowStrip
                {...{ used, promptTokens, limit, dropped, kept }}
                label={`${POLICY_TITLES[policy]}: drops ${rangesText(dropped)}`}
              />
            </span>
          ),
        },
        {
          key: "dropped",
          label: "Drops positions",
          numeric: true,
          cell: ({ dropped }) => rangesText(dropped),
        },
        { key: "kept", label: "Keeps positions", numeric: true, cell: ({ kept }) => rangesText(kept) },
      ]}
    />
  );
}
