import { DrawsTable } from "@/lib/ui/softmax/draws_table.tsx";
import { formatPlural } from "@/lib/ui/format.ts";
import { LabelChip } from "@/lib/ui/token/label_chip.tsx";

interface DrawsProps {
  readonly labels: readonly string[];
  /** Indices in the order drawn. */
  readonly draws: ArrayLike<number>;
  readonly counts: ArrayLike<number>;
  readonly probabilities: ArrayLike<number>;
  readonly seed: number;
}

/** The most draws that are listed one by one. */
const MAX_LISTED = 200;

/** What was drawn, in order, and how often against what the probabilities expect. */
export function Draws(props: DrawsProps) {
  const { labels, draws, seed } = props;
  const listed = Array.from({ length: Math.min(draws.length, MAX_LISTED) }, (_, index) => draws[index]!);
  return (
    <>
      <ol class="drawn" aria-label="Draws in order">
        {listed.map((id, index) => (
          <li key={index} data-id={id}>
            <LabelChip text={labels[id]!} id={id} />
          </li>
        ))}
      </ol>
      <p class="quiet small">
        {draws.length > MAX_LISTED && `The first ${MAX_LISTED} of ${formatPlural(draws.length, "draw")}. `}
        In Python: numpy.random.default_rng({seed}).choice({labels.length}, size={draws.length},
        p=probabilities).
      </p>
      {draws.length > 0 && <DrawsTable {...props} />}
    </>
  );
}
