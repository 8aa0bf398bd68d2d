/**
 * Marks the part of a server-rendered page that comes alive in the browser.
 *
 * @module
 */
import { type ComponentType, h, type VNode } from "preact";
import { type IslandName, type IslandProps, islands } from "@/islands/mod.ts";

/** Each island's component: the server renders synchronously, so all are loaded before the first page. */
const components = new Map<string, unknown>(
  await Promise.all(
    Object.entries(islands).map(async ([name, load]) => [name, (await load()).default] as const),
  ),
);

/** What {@linkcode Island} takes. */
interface IslandOptions<Name extends IslandName> {
  /** Name in the registry, islands/mod.ts. */
  readonly name: Name;
  /** Props of the component; JSON only, since they travel in an attribute. */
  readonly props: IslandProps<Name>;
  /** When the browser hydrates it: with the page (default), when it is about to be seen, or when it is pressed. */
  readonly when?: "load" | "visible" | "use";
}

/**
 * Renders an island's HTML inside `<is-land>`, which the boot script hydrates. A wrong name or prop does not
 * compile. Islands do not nest and take no children.
 */
export function Island<Name extends IslandName>({ name, props, when = "load" }: IslandOptions<Name>): VNode {
  const component = components.get(name) as ComponentType<IslandProps<Name>>;
  const content = h(component, props as never);
  return h("is-land", { name, when, props: JSON.stringify(props) } as never, content);
}
