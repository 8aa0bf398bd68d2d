import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

/** Holds a box at the height that it has, so that what stands under it, such as Stop, does not move meanwhile. */
export function useHeldHeight({ current }: RefObject<HTMLElement | null>, held: boolean): void {
  useLayoutEffect(() => {
    if (current === null || !held) return;
    current.style.maxHeight = `${current.offsetHeight}px`;
    return () => void (current.style.maxHeight = "");
  }, [held]);
}
