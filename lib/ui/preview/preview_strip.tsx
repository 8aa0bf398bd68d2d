import type { TokenRange } from "@/lib/lm/generation/generation.ts";
import { formatCount } from "@/lib/ui/format.ts";
import { Words } from "@/lib/ui/preview/lettering.tsx";
import { PALETTE } from "@/lib/ui/preview/palette.ts";
import { BODY } from "@/lib/ui/preview/preview_card.tsx";

interface PreviewStripProps {
  /** Tokens of prompt and generation. */
  readonly used: number;
  readonly promptTokens: number;
  readonly limit: number;
  readonly dropped: readonly TokenRange[];
}

const COLORS = {
  prompt: PALETTE.bar,
  generated: PALETTE.m4,
  dropped: PALETTE.surprise,
  free: PALETTE.line,
};

const TOP = 312;
const HEIGHT = 96;

/** The tokens of a context window from the first to the last, and where the window ends. */
export function PreviewStrip({ used, promptTokens, limit, dropped }: PreviewStripProps) {
  const length = Math.max(used, limit, 1);
  const at = (token: number) => BODY.left + token / length * BODY.width;
  const pieces: { kind: keyof typeof COLORS; range: TokenRange }[] = [
    { kind: "prompt", range: [0, Math.min(promptTokens, used)] },
    { kind: "generated", range: [Math.min(promptTokens, used), used] },
    ...dropped.map((range) => ({ kind: "dropped" as const, range })),
    { kind: "free", range: [used, limit] },
  ];
  const shown = pieces.filter(({ range: [start, end] }) => end > start);
  return (
    <g>
      {shown.map(({ kind, range: [start, end] }) => (
        <rect
          key={`${kind}${start}`}
          x={at(start)}
          y={TOP}
          width={Math.max(4, at(end) - at(start))}
          height={HEIGHT}
          fill={COLORS[kind]}
        />
      ))}
      <path d={`M${at(limit)} ${TOP - 14}V${TOP + HEIGHT + 14}`} stroke={PALETTE.text} stroke-width="4" />
      <Key pieces={shown} />
    </g>
  );
}

function Key({ pieces }: { pieces: readonly { kind: keyof typeof COLORS; range: TokenRange }[] }) {
  const totals = (["prompt", "generated", "dropped", "free"] as const).map((kind) => ({
    kind,
    tokens: pieces.filter((piece) => piece.kind === kind)
      .reduce((sum, { range: [start, end] }) => sum + end - start, 0),
  })).filter(({ tokens }) => tokens > 0);
  return (
    <g>
      {totals.map(({ kind, tokens }, index) => (
        <g key={kind}>
          <rect x={BODY.left + index * 268} y={TOP + 150} width="26" height="26" fill={COLORS[kind]} />
          <Words x={BODY.left + 38 + index * 268} y={TOP + 172} size={24}>
            {`${kind} ${formatCount(tokens)}`}
          </Words>
        </g>
      ))}
    </g>
  );
}
