/**
 * The page's only script: brings its islands to life, each on its own, so that a broken one leaves the
 * others and the server's HTML as they are.
 *
 * @module
 */
import { Component, type ComponentChildren, type ComponentType, h, hydrate } from "preact";
import { useEffect } from "preact/hooks";
import { type IslandName, islands } from "@/islands/mod.ts";
import { announceTyped, putTyped, typedFields } from "@/lib/client/typed_fields.ts";

/** Distance from the screen, in pixels, at which an island below the fold is hydrated. */
const MARGIN = 200;
const ONCE = { once: true };

for (const element of document.querySelectorAll<HTMLElement>("is-land")) {
  const when = element.getAttribute("when");
  if (when === "visible") whenVisible(element, () => revive(element));
  else if (when === "use") whenUsed(element, () => revive(element));
  else revive(element);
}

const sayAnswers = () => void import("./say_answers.ts").catch(() => {});
const loadFoot = () => void import("./print_foot.ts").catch(() => {});
// The first page's scripts are few: what reads its answers aloud comes with the first act, and what is printed under it
// with what leads to a print, a key, a press, or the way to the browser's own menu.
if (location.pathname === "/") {
  addEventListener("focusin", sayAnswers, ONCE);
  for (const sign of ["keydown", "pointerdown", "blur", "beforeprint"]) {
    addEventListener(sign, loadFoot, ONCE);
  }
  document.documentElement.addEventListener("mouseleave", loadFoot, ONCE);
} else {
  sayAnswers();
  loadFoot();
}

/** Loads and hydrates one island; `data-state` becomes `ready` or `failed`. */
async function revive(element: HTMLElement): Promise<void> {
  const serverRendered = element.cloneNode(true) as HTMLElement;
  let isFailed = false;
  const fail = (error: unknown) => {
    isFailed = true;
    const tell = () => element.dataset["state"] = "failed";
    import("./put_back.ts").then(({ putBack }) => putBack(element, serverRendered)).finally(tell);
    reportError(error);
  };
  try {
    const load = islands[element.getAttribute("name") as IslandName];
    const component = (await load()).default as ComponentType<unknown>;
    // Running a chunk is one task, drawing what is in it another: a key between them is heard.
    await new Promise<void>((resume) => setTimeout(resume));
    const props = JSON.parse(element.getAttribute("props") ?? "{}");
    const typed = typedFields(element);
    // The service worker's copy of the page has no answer to this address: the island makes its own.
    if ("kept" in document.documentElement.dataset) {
      element.replaceChildren();
      Object.assign(props, { search: location.search, kept: true });
    }
    let fields: ReturnType<typeof putTyped> = [];
    // Only the island's own effects connect it to the address: what was typed is told after them.
    const then = () => announceTyped(fields);
    hydrate(h(Guard, { fail }, h(Started, { then }, h(component, props))), element);
    if (isFailed) return;
    fields = putTyped(element, typed);
    element.dataset["state"] = "ready";
  } catch (error) {
    fail(error);
  }
}

interface GuardProps {
  readonly fail: (error: unknown) => void;
  readonly children?: ComponentChildren;
}

/** An island that throws while it is drawn takes nothing else down. */
class Guard extends Component<GuardProps, { readonly failed: boolean }> {
  override state = { failed: false };

  override componentDidCatch(error: unknown): void {
    this.setState({ failed: true });
    this.props.fail(error);
  }

  override render() {
    return this.state.failed ? null : this.props.children;
  }
}

/** Calls `then` once all effects inside have run. */
function Started({ then, children }: { readonly then: () => void; readonly children?: ComponentChildren }) {
  useEffect(then, []);
  return children;
}

function whenVisible(element: HTMLElement, revive: () => void): void {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    revive();
  }, { rootMargin: `${MARGIN}px` });
  // The element itself has no box (display: contents); its first child has.
  observer.observe(element.firstElementChild ?? element);
}

/** An island whose code comes when it is first pressed, or with an address that names it. It acts when it is alive. */
function whenUsed(element: HTMLElement, revive: () => void): void {
  element.dataset["state"] = "ready";
  element.addEventListener("click", revive, ONCE);
  if (location.hash === "#share") element.click();
}
