import type { StageName } from "@/lib/lm/sampler/settings.ts";

interface StageGripProps {
  readonly name: StageName;
  /** The stage's name for people. */
  readonly title: string;
  /** Place in the order, from 0. */
  readonly index: number;
  readonly onMove: (name: StageName, to: number) => void;
}

const STEPS: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };

/** Place of the row under the pointer in its list; -1 where none is. */
function placeAt(list: Element | null, event: PointerEvent): number {
  const row = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-stage]");
  return row && row.parentElement === list ? [...list!.children].indexOf(row) : -1;
}

/** Drags a stage's row: it stays under the pointer, since it moves only when the pointer is over another's place. */
function drag(begin: PointerEvent, { name, index, onMove }: StageGripProps): void {
  const list = (begin.currentTarget as Element).closest("[data-stage]")?.parentElement ?? null;
  const controller = new AbortController();
  const { signal } = controller;
  let at = index;
  begin.preventDefault();
  addEventListener("pointermove", (event) => {
    const to = placeAt(list, event);
    if (to < 0 || to === at) return;
    onMove(name, at = to);
  }, { signal });
  for (const type of ["pointerup", "pointercancel"]) {
    addEventListener(type, () => controller.abort(), { signal });
  }
}

/** Moves a stage: dragged, or with the arrow keys. The focus stays with the stage. */
export function StageGrip(props: StageGripProps) {
  const { name, title, index, onMove } = props;
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const list = (event.currentTarget as Element).closest("[data-stage]")?.parentElement;
    onMove(name, Math.max(0, index + step));
    // A row that is moved in the document loses the focus.
    requestAnimationFrame(() =>
      list?.querySelector<HTMLElement>(`[data-stage="${name}"] [data-grip]`)?.focus()
    );
  };
  return (
    <button
      type="button"
      class="plain icon grip needs-js"
      data-grip
      aria-label={`Move ${title}: arrow keys, or drag`}
      title="Drag, or arrow keys"
      onKeyDown={onKeyDown}
      onPointerDown={(event) => drag(event, props)}
    >
      ⠿
    </button>
  );
}
