import { CONTEXT_FIELDS } from "@/lib/experiment/fields/context_fields.ts";
import { contextView } from "@/lib/labs/context/context_view.ts";
import type { TokenRange } from "@/lib/lm/generation/generation.ts";
import { POLICY_TITLES } from "@/lib/ui/context/policy_table.tsx";
import { formatCount, formatPlural } from "@/lib/ui/format.ts";
import { Words } from "@/lib/ui/preview/lettering.tsx";
import { PreviewStrip } from "@/lib/ui/preview/preview_strip.tsx";
import { BODY, PreviewCard } from "@/lib/ui/preview/preview_card.tsx";
import { type PagePreview, pagePreview } from "@/lib/server/preview/page_preview.ts";

/** The picture of `/context`: which tokens of a window are kept and dropped. */
export const contextPreview: PagePreview = pagePreview(CONTEXT_FIELDS, (query) => {
  const { report: { used, free, full, dropped } } = contextView(query);
  const lost = lengthOf(dropped);
  const title = `${formatCount(used)} of ${formatPlural(query.limit, "token")}`;
  const state = full
    ? `Full. For one more token: ${
      lost === 0 ? "nothing is dropped" : `${formatPlural(lost, "token")} dropped`
    }`
    : `${formatPlural(free, "token")} free`;
  return (
    <PreviewCard heading="Context window" note={`When it is full: ${POLICY_TITLES[query.policy]}`}>
      <Words x={BODY.left} y={196} size={56} bold>{title}</Words>
      <Words x={BODY.left} y={248} size={30}>{state}</Words>
      <PreviewStrip used={used} promptTokens={query.prompt_tokens} limit={query.limit} dropped={dropped} />
    </PreviewCard>
  );
});

function lengthOf(ranges: readonly TokenRange[]): number {
  return ranges.reduce((sum, [start, end]) => sum + end - start, 0);
}
