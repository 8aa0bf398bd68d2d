import { formatFigure } from "@/lib/ui/format.ts";
import { cutEnd } from "@/lib/lm/graphemes.ts";
import { Mono, monoFits, Words } from "@/lib/ui/preview/lettering.tsx";
import { PALETTE } from "@/lib/ui/preview/palette.ts";

/** The loss at one position. */
interface LossColumn {
  /** The true token; empty where it is not known. */
  readonly label: string;
  readonly lossNats: number;
}

const BOX = { x: 500, y: 160, width: 636, height: 330 };
/** Above this many columns there is no room for tokens below them. */
const MAX_LABELED = 12;
const MAX_COLUMNS = 160;

/** One column a position as high as its loss, with the mean as a line. */
export function LossColumns(
  { columns, meanNats }: { readonly columns: readonly LossColumn[]; readonly meanNats: number },
) {
  const shown = columns.slice(0, MAX_COLUMNS);
  const finite = [...shown.map(({ lossNats }) => lossNats), meanNats].filter(Number.isFinite);
  const max = Math.max(...finite, 1e-9);
  const step = BOX.width / shown.length;
  const bottom = BOX.y + BOX.height;
  const heightOf = (nats: number) => Math.min(1, nats / max) * BOX.height;
  return (
    <g>
      <Words x={BOX.x} y={BOX.y - 14} size={20} color={PALETTE.quiet}>
        {`loss at ${
          columns.length > shown.length ? `the first ${shown.length} positions` : "each position"
        }` +
          `, at most ${formatFigure(max, 2)} nats; dashed: the mean`}
      </Words>
      {shown.map(({ label, lossNats }, index) => (
        <g key={index}>
          <rect
            x={BOX.x + index * step + step * 0.1}
            y={bottom - heightOf(lossNats)}
            width={step * 0.8}
            height={heightOf(lossNats)}
            fill={PALETTE.surprise}
          />
          {shown.length <= MAX_LABELED && <Under index={index} step={step} label={label} nats={lossNats} />}
        </g>
      ))}
      <path d={`M${BOX.x} ${bottom}H${BOX.x + BOX.width}`} stroke={PALETTE.edge} stroke-width="2" />
      {Number.isFinite(meanNats) && (
        <path
          d={`M${BOX.x} ${bottom - heightOf(meanNats)}H${BOX.x + BOX.width}`}
          stroke={PALETTE.text}
          stroke-width="2"
          stroke-dasharray="8 6"
        />
      )}
    </g>
  );
}

function Under({ index, step, label, nats }: { index: number; step: number; label: string; nats: number }) {
  const x = BOX.x + (index + 0.5) * step;
  const y = BOX.y + BOX.height;
  return (
    <g>
      <Mono x={x} y={y + 28} size={18} anchor="middle">{cutEnd(label, monoFits(step - 4, 18))}</Mono>
      <Mono x={x} y={y + 54} size={18} anchor="middle" color={PALETTE.quiet}>
        {formatFigure(nats, step < 60 ? 1 : 2)}
      </Mono>
    </g>
  );
}
