import type { ComponentType, VNode } from "preact";
import { signal } from "@preact/signals";

/** A component whose code is fetched when it is first shown; until then nothing stands in its place. */
export function lazyPart<Props extends object>(
  load: () => Promise<{ readonly default: ComponentType<Props> }>,
): (props: Props) => VNode | null {
  const loaded = signal<ComponentType<Props> | null>(null);
  let loading: Promise<void> | null = null;
  return function LazyPart(props: Props) {
    const Part = loaded.value;
    if (Part !== null) return <Part {...props} />;
    loading ??= load().then((module) => void (loaded.value = module.default)).catch(() =>
      void (loading = null)
    );
    return null;
  };
}
