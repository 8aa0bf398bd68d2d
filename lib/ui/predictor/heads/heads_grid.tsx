import { moveRovingFocus } from "@/lib/ui/form/roving_focus.ts";

interface HeadsGridProps {
  readonly layers: number;
  /** Heads in each layer. */
  readonly each: number;
  /** Heads that are off: `LAYER.HEAD`, from 1. */
  readonly off: readonly string[];
  /** The head that the Tab key reaches. */
  readonly focused: string;
  readonly onToggle: (name: string) => void;
  /** The head under the pointer or the focus; null for none. */
  readonly onRead: (name: string | null) => void;
}

const UP_DOWN: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };

/** Moves along a layer with left and right, between layers with up and down. */
function moveFocus(event: KeyboardEvent, each: number): void {
  const by = UP_DOWN[event.key];
  if (by === undefined) return moveRovingFocus(event);
  event.preventDefault();
  const at = Number((event.target as HTMLElement).dataset["index"]) + by * each;
  (event.currentTarget as Element).querySelector<HTMLElement>(`[data-index="${at}"]`)?.focus();
}

function Head({ name, index, grid }: {
  readonly name: string;
  readonly index: number;
  readonly grid: HeadsGridProps;
}) {
  const [layer, head] = name.split(".");
  const isOff = grid.off.includes(name);
  return (
    <button
      type="button"
      class="head"
      data-index={index}
      data-head={name}
      aria-pressed={!isOff}
      aria-label={`Layer ${layer}, head ${head}`}
      title={`Layer ${layer}, head ${head}: ${isOff ? "off" : "on"}`}
      tabIndex={grid.focused === name ? 0 : -1}
      onClick={() => grid.onToggle(name)}
      onPointerEnter={() => grid.onRead(name)}
      onPointerLeave={() => grid.onRead(null)}
      onFocus={() => grid.onRead(name)}
      onBlur={() => grid.onRead(null)}
    />
  );
}

/** Every attention head as a switch, a row a layer: pointed at it shows what it reads, pressed it goes off and on. */
export function HeadsGrid(props: HeadsGridProps) {
  const { layers, each } = props;
  return (
    <div
      class="heads"
      role="group"
      aria-label="Attention heads, a row a layer"
      onKeyDown={(event: KeyboardEvent) => moveFocus(event, each)}
    >
      {Array.from({ length: layers * each }, (_, index) => {
        const name = `${Math.floor(index / each) + 1}.${index % each + 1}`;
        return <Head key={name} name={name} index={index} grid={props} />;
      })}
    </div>
  );
}
