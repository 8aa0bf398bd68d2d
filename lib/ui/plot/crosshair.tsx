import { type Signal, useSignal } from "@preact/signals";

interface CrosshairProps {
  /** What is read, for the name of the control: the plot's title. */
  readonly title: string;
  /** The places that can be read, rising. */
  readonly xs: readonly number[];
  /** Where each lies, 0 to 1 of the width. */
  readonly share: (x: number) => number;
  /** The values at a place, as read aloud. */
  readonly describe: (x: number) => string;
  /** The place that is read; null for none. */
  readonly at: Signal<number | null>;
  /** Called where a press, a drag or a key chooses a place. */
  readonly onChoose?: ((x: number) => void) | undefined;
}

/** The nearest of rising places to a share of the width. */
function nearest({ xs, share }: CrosshairProps, wanted: number): number {
  return xs.reduce((best, x) => Math.abs(share(x) - wanted) < Math.abs(share(best) - wanted) ? x : best);
}

function shareOfEvent(event: PointerEvent): number {
  const { left, width } = (event.currentTarget as Element).getBoundingClientRect();
  return width > 0 ? (event.clientX - left) / width : 0;
}

/**
 * A layer over a plot on which a place is read: by moving the pointer, by dragging a finger, or with the arrow keys on
 * a range field that stands for it. It lies over the plot's area, whose size it takes.
 */
export function Crosshair(props: CrosshairProps) {
  const { title, xs, describe, at, onChoose } = props;
  const held = useSignal(false);
  const follow = (event: PointerEvent) => {
    at.value = nearest(props, shareOfEvent(event));
    if (held.value) onChoose?.(at.value);
  };
  const index = at.value === null ? xs.length - 1 : Math.max(xs.indexOf(at.value), 0);
  const choose = (next: number) => {
    at.value = xs[next] ?? null;
    if (at.value !== null) onChoose?.(at.value);
  };
  return (
    <div
      class="crosshair-layer needs-js grab"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        held.value = true;
        follow(event);
      }}
      onPointerMove={follow}
      onPointerUp={() => held.value = false}
      onPointerCancel={() => held.value = false}
    >
      <input
        type="range"
        class="crosshair-keys"
        aria-label={`Read ${title}`}
        aria-valuetext={describe(xs[index]!)}
        min={0}
        max={xs.length - 1}
        step={1}
        value={index}
        onFocus={() => at.value ??= xs[index]!}
        onInput={(event) => choose(event.currentTarget.valueAsNumber)}
      />
    </div>
  );
}
