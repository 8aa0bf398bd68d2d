/** Props of {@linkcode ProbabilityBar}. */
export interface ProbabilityBarProps {
  /** Length of the bar, 0 to 1. */
  readonly value: number;
  /** A second length drawn pale behind the bar, 0 to 1. */
  readonly behind?: number | null;
  /** Where a mark stands, 0 to 1: what the value was before, or what it should be. */
  readonly mark?: number | null;
  /** What full length stands for. Default 1. */
  readonly max?: number;
  /** Height in pixels. Default 14. */
  readonly height?: number;
}

/** A length as an SVG attribute, four decimals at most. */
function percent(value: number, max: number): string {
  const share = Math.min(Math.max(value / max, 0), 1);
  return `${Number((share * 100).toFixed(4))}%`;
}

/** A horizontal bar whose length is an SVG attribute, so that it needs no style attribute and glides by CSS. */
export function ProbabilityBar(props: ProbabilityBarProps) {
  const { value, behind = null, mark = null, max = 1, height = 14 } = props;
  return (
    <svg class="bar" width="100%" height={height} aria-hidden="true" focusable="false">
      {behind !== null && (
        <rect
          class="bar-behind"
          x="0"
          y="0"
          width={percent(behind, max)}
          height={height}
        />
      )}
      <rect
        class="bar-value"
        x="0"
        y={behind === null ? 0 : 3}
        width={percent(value, max)}
        height={behind === null ? height : height - 6}
      />
      {mark !== null && <rect class="bar-mark" x={percent(mark, max)} y="0" width="2" height={height} />}
    </svg>
  );
}
