import { TokenText } from "@/lib/ui/token/chip.tsx";
import type { TokenView } from "@/lib/ui/token/pieces.ts";

/** A way the text went before another was taken. */
export interface BranchView {
  /** The last tokens that both ways share. */
  readonly shared: readonly TokenView[];
  /** The tokens of this way alone. */
  readonly own: readonly TokenView[];
  /** How many more there are of them. */
  readonly more: number;
}

interface GhostBranchProps {
  readonly branch: BranchView;
  /** Address of the page with this branch shown. */
  readonly href: string;
  readonly onBack?: () => void;
}

/** A branch that was left, faint, with the way back to it. */
export function GhostBranch({ branch, href, onBack }: GhostBranchProps) {
  const back = (event: Event) => {
    if (!onBack) return;
    event.preventDefault();
    onBack();
  };
  return (
    <p class="ghost-branch small quiet">
      before: …{branch.shared.map((token, i) => <TokenText key={i} token={token} />)}
      <span class="ghost-own">{branch.own.map((token, i) => <TokenText key={i} token={token} />)}</span>
      {branch.more > 0 && "… "} <a href={href} rel="nofollow" class="go-back" onClick={back}>↩ go back</a>
    </p>
  );
}
