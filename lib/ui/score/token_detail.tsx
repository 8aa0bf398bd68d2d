import { formatBits, formatCount, formatFigure, formatProbability } from "@/lib/ui/format.ts";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { ProbabilityBar } from "@/lib/ui/plot/probability_bar.tsx";
import { TokenChip } from "@/lib/ui/token/chip.tsx";
import type { TokenView } from "@/lib/ui/token/pieces.ts";

/** An alternative at a position. */
interface Alternative {
  readonly token: TokenView;
  readonly probability: number;
}

/** Props of {@linkcode TokenDetail}. */
export interface TokenDetailProps {
  /** From 1. */
  readonly position: number;
  readonly token: TokenView;
  /** Null where the token is not scored. */
  readonly figures: {
    readonly probability: number;
    readonly bits: number;
    readonly rank: number | null;
    /** Null where it is not known; then `atLeast` may be. */
    readonly entropyBits: number | null;
    /** A lower bound of the entropy, in bits. */
    readonly entropyAtLeast?: number;
  } | null;
  readonly alternatives: readonly Alternative[];
  /** Why it is not scored; default that its own text has nothing in front of it. */
  readonly unscored?: string;
  /** Why there are no alternatives. */
  readonly without?: string;
}

const NOTHING_BEFORE = "not scored, since nothing stands before it or the convention leaves it out.";

/** What the model said where a token stands. */
export function TokenDetail(
  { position, token, figures, alternatives, unscored = NOTHING_BEFORE, without }: TokenDetailProps,
) {
  return (
    <section class="token-detail" aria-label="The open token" aria-live="polite">
      <p>
        <TokenChip token={token} selected /> token {formatCount(position)}:{" "}
        {figures === null ? unscored : <Figures figures={figures} />}
      </p>
      {alternatives.length > 0
        ? <Alternatives alternatives={alternatives} id={token.id} />
        : without && <p class="quiet small">{without}</p>}
    </section>
  );
}

function Figures({ figures }: { readonly figures: NonNullable<TokenDetailProps["figures"]> }) {
  const { probability, bits, rank, entropyBits, entropyAtLeast } = figures;
  return (
    <>
      probability <b class="num" title={String(probability)}>{formatProbability(probability)}</b>,{" "}
      <b class="num">{formatBits(bits)}</b>
      {rank !== null && (
        <>
          , rank <b class="num">{formatCount(rank)}</b>
        </>
      )}
      {entropyBits !== null && `; ${formatFigure(2 ** entropyBits, 1)} effective choices there`}
      {entropyBits === null && entropyAtLeast !== undefined &&
        `; the entropy is at least ${formatFigure(entropyAtLeast, 2)} bits`}
      .
    </>
  );
}

function Alternatives(
  { alternatives, id }: { readonly alternatives: readonly Alternative[]; readonly id: number },
) {
  return (
    <DataTable<Alternative>
      caption="Likeliest tokens at this place"
      quietCaption
      rows={alternatives}
      rowKey={({ token }, index) => `${token.id}-${index}`}
      columns={[
        {
          key: "token",
          label: "Token",
          cell: ({ token }) => <TokenChip token={token} selected={token.id === id} />,
        },
        { key: "bar", label: "", cell: ({ probability }) => <ProbabilityBar value={probability} /> },
        {
          key: "probability",
          label: "Probability",
          numeric: true,
          cell: ({ probability }) => formatProbability(probability),
          exact: ({ probability }) => String(probability),
        },
      ]}
    />
  );
}
