import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";

/**
 * Acts on a row of bars, and keeps the focus in its place: the row itself goes with the distribution that it was in.
 */
export async function keepFocus(lab: PredictorLab, act: () => void): Promise<void> {
  const rows = () => [...document.querySelectorAll<HTMLElement>(".area-distribution .choose")];
  const place = rows().indexOf(document.activeElement as HTMLElement);
  act();
  if (place < 0) return;
  await lab.settled();
  requestAnimationFrame(() => {
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (lost) rows().at(place)?.focus({ preventScroll: true });
  });
}
