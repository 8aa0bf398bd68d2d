/** Milliseconds of the flight. */
const FLIGHT = 200;

/** Lets a token's chip fly from its row to the end of the line; nothing flies where motion is not wanted. */
export function flyToken(id: number): void {
  if (!matchMedia("(prefers-reduced-motion: no-preference)").matches) return;
  const chip = document.querySelector(`.dist.tall tr[data-id="${id}"] .chip`);
  const end = document.querySelector(".line-end")?.getBoundingClientRect();
  if (!chip || !end) return;
  const from = chip.getBoundingClientRect();
  const flying = chip.cloneNode(true) as HTMLElement;
  flying.classList.add("flying-token");
  flying.ariaHidden = "true";
  Object.assign(flying.style, { left: `${from.left}px`, top: `${from.top}px` });
  document.body.append(flying);
  const to = `translate(${end.left - from.left}px, ${end.top - from.top}px)`;
  flying.animate([{ transform: "none" }, { transform: to, opacity: 0.4 }], {
    duration: FLIGHT,
    easing: "ease-in",
  })
    .finished.catch(() => {}).finally(() => flying.remove());
}
