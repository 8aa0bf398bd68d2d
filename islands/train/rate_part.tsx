import type { TrainLab } from "@/lib/labs/train/train_lab.ts";
import { Handle } from "@/lib/ui/form/handle.tsx";

/** The learning rate, dragged by its power of ten. */
export function RatePart({ lab }: { readonly lab: TrainLab }) {
  const rate = lab.state.settings.value.learning_rate;
  const power = rate > 0 ? Math.log10(rate) : -4;
  const change = (next: number) => lab.change({ learning_rate: Number((10 ** next).toPrecision(2)) });
  return (
    <div class="rate needs-js">
      <span class="small">
        Learning rate <b class="num">{Number.isFinite(rate) ? rate : "?"}</b>{" "}
        <span class="quiet">
          <span class="dot">·</span> small: slow · large: it overshoots
        </span>
      </span>
      <Handle
        label="Learning rate, dragged"
        value={Number.isFinite(power) ? power : -1}
        min={-4}
        max={1}
        step={0.1}
        valueText={String(rate)}
        onInput={change}
      />
    </div>
  );
}
