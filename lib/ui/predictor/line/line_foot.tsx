import type { ComponentChildren } from "preact";
import type { StopReason } from "@/lib/lm/generation/generation.ts";
import { formatPlural } from "@/lib/ui/format.ts";
import { describeStop } from "@/lib/ui/predictor/line/generated_view.ts";
import { TokenReadout } from "@/lib/ui/predictor/line/token_readout.tsx";
import type { TokenView } from "@/lib/ui/token/pieces.ts";

interface LineFootProps {
  /** The token under the pointer or the focus; null for none. */
  readonly read: TokenView & { readonly probability?: number; readonly rank?: number } | null;
  readonly stop: StopReason | null;
  readonly running: boolean;
  /** Tokens generated so far. */
  readonly generated: number;
  /** Tokens that the context policy left out. */
  readonly dropped: number;
  /** Goes on after the token limit, by as many tokens as it says. */
  readonly more?: number;
  readonly onMore?: () => void;
  /** What stands at the right end, such as the cache. */
  readonly children?: ComponentChildren;
}

/** Under the line: the token that is pointed at, else how the generation stands. */
export function LineFoot(props: LineFootProps) {
  const { read, stop, running, generated, dropped, more = 0, onMore } = props;
  const words = [
    generated > 0 ? formatPlural(generated, "token") : "",
    running ? "running" : stop === null ? "" : describeStop(stop),
    dropped > 0 ? `the policy dropped ${formatPlural(dropped, "token")} from the context` : "",
  ].filter((each) => each !== "");
  return (
    <div class="line-foot small quiet">
      {read && <TokenReadout token={read} probability={read.probability || null} rank={read.rank || null} />}
      <p class={read || words.length === 0 ? "vh" : ""} role="status">{words.join(" · ")}</p>
      {stop === "limit" && onMore && (
        <button type="button" class="link needs-js" onClick={onMore}>{more} more</button>
      )}
      {!read && words.length === 0 && <span>Step adds a token, Run goes on. Click one to open it.</span>}
      {props.children}
    </div>
  );
}
