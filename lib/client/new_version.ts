/**
 * Says that a new version of the site is there. The service worker of that version has a page load this module, under
 * an address that ends in `#` and the version's id; a page that is of that version already has nothing to say.
 *
 * @module
 */

const ID = "new-version";

const version = new URL(import.meta.url).hash.slice(1);
const own = document.querySelector<HTMLMetaElement>('meta[name="build"]')?.content;
if (own !== version && document.getElementById(ID) === null) announce();

/** A status region is read out when its text changes, so it stands in the page before it gets any. */
function announce(): void {
  const region = document.createElement("div");
  region.id = ID;
  region.setAttribute("role", "status");
  document.body.append(region);
  const text = document.createElement("span");
  text.textContent = "A new version is ready.";
  const reload = button("Reload", () => location.reload());
  const dismiss = button("Not now", () => region.remove());
  dismiss.className = "plain";
  setTimeout(() => region.append(text, reload, dismiss), 100);
}

function button(label: string, act: () => void): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = label;
  element.addEventListener("click", act);
  return element;
}
