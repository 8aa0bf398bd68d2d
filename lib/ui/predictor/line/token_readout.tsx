import { formatCount, formatNats, formatProbability } from "@/lib/ui/format.ts";
import { surprisalOf } from "@/lib/ui/predictor/line/generated_view.ts";
import { TokenChip } from "@/lib/ui/token/chip.tsx";
import type { TokenView } from "@/lib/ui/token/pieces.ts";

interface TokenReadoutProps {
  readonly token: TokenView;
  /** Under the model's own distribution; null where it was not computed. */
  readonly probability: number | null;
  readonly rank: number | null;
}

/** Bytes in hex, as many as a line holds. */
function bytesText(bytes: ArrayLike<number>): string {
  const shown = Array.from(bytes).slice(0, 16).map((byte) =>
    byte.toString(16).toUpperCase().padStart(2, "0")
  );
  return shown.join(" ") + (bytes.length > shown.length ? " …" : "");
}

/** What is known of the token under the pointer or the focus, in one line. */
export function TokenReadout({ token, probability, rank }: TokenReadoutProps) {
  return (
    <span>
      <TokenChip token={token} /> id {token.id}
      {probability === null ? <>{" · bytes "}{bytesText(token.bytes)}</> : (
        <>
          {" · "}
          <b class="num">{formatProbability(probability)}</b>
          {" · surprise "}
          {formatNats(surprisalOf(probability))}
        </>
      )}
      {rank !== null && <>{" · rank "}{formatCount(rank)}</>}
    </span>
  );
}
