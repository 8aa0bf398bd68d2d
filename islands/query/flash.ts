/** The time that a flash takes at most, in milliseconds. */
const LONGEST = 700;

/** Brings an element into sight and lets it flash once, so that one sees what an act has changed. */
export function flash(element: Element): void {
  element.scrollIntoView({ block: "nearest" });
  element.classList.remove("flash");
  requestAnimationFrame(() => element.classList.add("flash"));
  const end = () => element.classList.remove("flash");
  element.addEventListener("animationend", end, { once: true });
  setTimeout(end, LONGEST);
}
