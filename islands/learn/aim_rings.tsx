import { progress } from "./kept_progress.ts";
import { AIM_NAMES, type AimName, AIMS } from "@/lib/learn/aims.ts";
import { Ring, type RingItem } from "@/lib/ui/learn/ring.tsx";

/** What the list says of each state. */
const SAID: Readonly<Record<RingItem["state"], string>> = {
  right: "right",
  wrong: "not yet",
  before: "right before",
  open: "not asked",
};

interface AimRingsProps {
  /** Whether each aim that was asked was answered right; empty where nothing was asked. */
  readonly asked: ReadonlyMap<AimName, boolean>;
}

/** The fifteen aims as two rings and a list, lit by what was answered here and in this browser before. */
export function AimRings({ asked }: AimRingsProps) {
  const before = progress.value.aims;
  const items = (level: "foundational" | "intermediate") =>
    AIM_NAMES.filter((name) => AIMS[name].level === level).map((name): RingItem => ({
      title: AIMS[name].title,
      href: AIMS[name].href,
      state: stateOf(asked.get(name), before.includes(name)),
    }));
  const [inner, outer] = [items("foundational"), items("intermediate")];
  return (
    <section class="aims" aria-label="What you can do">
      <svg class="rings" viewBox="0 0 200 200" aria-hidden="true" focusable="false">
        <Ring items={inner} inner={30} outer={56} />
        <Ring items={outer} inner={64} outer={96} />
      </svg>
      <AimList title="Foundations, the inner ring" items={inner} />
      <AimList title="Building on them, the outer ring" items={outer} />
    </section>
  );
}

function stateOf(right: boolean | undefined, before: boolean): RingItem["state"] {
  if (right !== undefined) return right ? "right" : "wrong";
  return before ? "before" : "open";
}

function AimList({ title, items }: { readonly title: string; readonly items: readonly RingItem[] }) {
  return (
    <div>
      <h2>{title}</h2>
      <ul class="aim-list">
        {items.map(({ title, href, state }) => (
          <li key={title}>
            <svg class={`ring-${state}`} width="12" height="12" aria-hidden="true" focusable="false">
              <rect x="1" y="1" width="10" height="10" rx="2" />
            </svg>
            <a href={href}>{title}</a>
            <span class="quiet small">{SAID[state]}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
