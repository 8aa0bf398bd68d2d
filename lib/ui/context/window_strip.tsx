import type { TokenRange } from "@/lib/lm/generation/generation.ts";

/** Props of {@linkcode WindowStrip}. */
export interface WindowStripProps {
  /** Tokens of prompt and generation. */
  readonly used: number;
  readonly promptTokens: number;
  readonly limit: number;
  readonly dropped: readonly TokenRange[];
  /** What stays, for the frame of the window. */
  readonly kept: readonly TokenRange[];
  /** What the picture shows, in words. */
  readonly label: string;
  /** Tokens that the whole width stands for; default as many as there are or fit. */
  readonly scale?: number;
  /** In pixels; default 24. */
  readonly height?: number;
}

interface Piece {
  readonly kind: "prompt" | "generated" | "dropped" | "free";
  readonly range: TokenRange;
}

function piecesOf({ used, promptTokens, limit, dropped }: WindowStripProps): Piece[] {
  const pieces: Piece[] = [
    { kind: "prompt", range: [0, promptTokens] },
    { kind: "generated", range: [promptTokens, used] },
    ...dropped.map((range): Piece => ({ kind: "dropped", range })),
    { kind: "free", range: [used, limit] },
  ];
  return pieces.filter(({ range: [start, end] }) => end > start);
}

/** Every position as a strip: prompt, generation, what is dropped, what is free; a line where the window ends. */
export function WindowStrip(props: WindowStripProps) {
  const { used, limit, label, kept, height = 24 } = props;
  const length = props.scale ?? Math.max(used, limit, 1);
  const percent = (position: number) => `${Number((position / length * 100).toFixed(4))}%`;
  return (
    <svg class="strip" width="100%" height={height} role="img" aria-label={label}>
      {piecesOf(props).map(({ kind, range: [start, end] }) => (
        <rect
          key={`${kind}${start}`}
          class={`strip-${kind}`}
          x={percent(start)}
          y="6"
          width={percent(Math.max(end - start, length / 250))}
          height={height - 12}
        />
      ))}
      {kept.map(([start, end]) => (
        <rect
          key={start}
          class="strip-window"
          x={percent(start)}
          y="2"
          width={percent(end - start)}
          height={height - 4}
          rx="3"
        />
      ))}
      <line class="strip-limit" x1={percent(limit)} x2={percent(limit)} y1="0" y2={height} />
    </svg>
  );
}

/** What the colors of the strips mean. */
export function StripKey() {
  return (
    <p class="strip-key small">
      {(["prompt", "generated", "dropped", "free"] as const).map((kind) => (
        <span key={kind}>
          <svg width="14" height="14" aria-hidden="true">
            <rect class={`strip-${kind}`} x="1" y="1" width="12" height="12" />
          </svg>
          {kind}
        </span>
      ))}
    </p>
  );
}
