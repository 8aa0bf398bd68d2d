/** What address, API, forms and sliders take of each stage, in figures. */
import { assertEquals } from "@std/assert";
import { STAGES } from "@/lib/lm/sampler/stages.ts";

Deno.test("STAGES has each setting's label, neutral value, range, and its slider's ends and step", () => {
  const rows = Object.entries(STAGES).map(([name, stage]) => {
    const { label, off, min, max, slider } = stage;
    return [name, label, off, [min, max], "whole" in stage, [slider.min, slider.max, slider.step]];
  });
  assertEquals(rows, [
    ["repetition_penalty", "repetition penalty", 1, [0.01, 100], false, [1, 2, 0.05]],
    ["temperature", "temperature", 1, [0, 1000], false, [0, 2, 0.05]],
    ["top_k", "top-k", 0, [0, 1e6], true, [0, 100, 1]],
    ["top_p", "top-p", 1, [0, 1], false, [0, 1, 0.01]],
    ["min_p", "min-p", 0, [0, 1], false, [0, 1, 0.01]],
    ["typical_p", "typical-p", 1, [0, 1], false, [0, 1, 0.01]],
  ]);
});

Deno.test("a stage's slider ends within its range, and can be put to where it is off", () => {
  for (const { off, min, max, slider } of Object.values(STAGES)) {
    assertEquals(slider.min >= min && slider.max <= max, true);
    const steps = (off - slider.min) / slider.step;
    assertEquals([Math.abs(steps - Math.round(steps)) < 1e-9, off >= slider.min && off <= slider.max], [
      true,
      true,
    ]);
  }
});
