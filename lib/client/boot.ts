/**
 * The page's only script: brings its islands to life, each on its own, so that a broken one leaves the
 * others and the server's HTML as they are.
 *
 * @module
 */
import { type ComponentType, h, hydrate } from "preact";
import { type IslandName, islands } from "@/islands/mod.ts";

/** Distance from the screen, in pixels, at which an island below the fold is hydrated. */
const MARGIN = 200;

for (const element of document.querySelectorAll<HTMLElement>("is-land")) {
  const when = element.getAttribute("when");
  if (when === "visible") whenVisible(element, () => revive(element));
  else if (when === "use") whenUsed(element, () => revive(element));
  else revive(element);
}

/** Loads and hydrates one island; `data-state` becomes `ready` or `failed`. */
async function revive(element: HTMLElement): Promise<void> {
  try {
    const load = islands[element.getAttribute("name") as IslandName];
    const component = (await load()).default as ComponentType<unknown>;
    const props = JSON.parse(element.getAttribute("props") ?? "{}");
    // The service worker's copy of the page has no answer to this address: the island makes its own.
    if ("kept" in document.documentElement.dataset) {
      element.replaceChildren();
      Object.assign(props, { search: location.search, kept: true });
    }
    hydrate(h(component, props), element);
    element.dataset["state"] = "ready";
  } catch (error) {
    element.dataset["state"] = "failed";
    reportError(error);
  }
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
  element.addEventListener("click", revive, { once: true });
  if (location.hash === "#share") element.click();
}
