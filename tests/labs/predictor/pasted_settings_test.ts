import { assertEquals } from "@std/assert";
import { readPastedSettings } from "@/lib/labs/predictor/pasted_settings.ts";
import { PRESETS } from "@/lib/labs/predictor/presets.ts";
import { PREDICTOR_FIELDS } from "@/lib/experiment/fields/predictor_fields.ts";

Deno.test("readPastedSettings() reads llama.cpp's command line", () => {
  const { settings, notApplied } = readPastedSettings(
    "llama-cli -m m.gguf --temp 0.6 --top-k 20 --top-p=0.95 --repeat-penalty 1.1 --xtc-probability 0.5 -s 7",
  );
  assertEquals(
    [settings?.temperature, settings?.top_k, settings?.top_p, settings?.repetition_penalty, settings?.seed],
    [0.6, 20, 0.95, 1.1, 7],
  );
  assertEquals(notApplied, ["xtc_probability 0.5"]);
});

Deno.test("readPastedSettings() reads KoboldCpp's JSON with its order, and names what is not applied", () => {
  const { settings, notApplied } = readPastedSettings(JSON.stringify({
    temperature: 0.75,
    top_p: 0.92,
    top_a: 0.2,
    tfs: 1,
    rep_pen: 1.07,
    sampler_order: [6, 0, 1, 3, 4, 2, 5],
  }));
  const order = settings?.stages.filter((stage) => (stage as string) !== "typical_p");
  assertEquals(order, ["repetition_penalty", "top_k", "top_p", "temperature", "min_p"]);
  assertEquals([settings?.temperature, settings?.top_p, notApplied.join()], [0.75, 0.92, "top_a 0.2"]);
});

Deno.test("readPastedSettings() reads generation_config.json, where -1 and do_sample mean what they mean there", () => {
  const { settings } = readPastedSettings('{"do_sample": false, "top_k": -1, "temperature": 0.7}');
  assertEquals([settings?.pick, settings?.top_k], ["greedy", 0]);
});

Deno.test("readPastedSettings() takes a seed from 0 up, and leaves the page's where none is meant", () => {
  const seedOf = (seed: unknown) =>
    readPastedSettings(JSON.stringify({ temperature: 1, seed })).settings?.seed;
  assertEquals([0, 1, -1, 1.5, "x"].map(seedOf), [0, 1, undefined, undefined, undefined]);
  assertEquals("seed" in readPastedSettings("--temp 1").settings!, false);
  const pickOf = (text: string) => readPastedSettings(text).settings?.pick;
  assertEquals(
    ["--temp 0", "--temp 0.1", '{"do_sample":true,"top_k":5}', '{"do_sample":false,"top_k":5}'].map(pickOf),
    [
      "greedy",
      "sample",
      "sample",
      "greedy",
    ],
  );
});

Deno.test("readPastedSettings() says that nothing was read", () => {
  assertEquals(readPastedSettings("hello there").settings, null);
  assertEquals(readPastedSettings("{broken").settings, null);
});

Deno.test("PRESETS hold values that the page takes", () => {
  for (const { name, settings } of PRESETS) {
    const { temperature, top_k, top_p, min_p, repetition_penalty, stages, pick } = settings;
    const checks = [
      PREDICTOR_FIELDS.temperature.check(temperature),
      PREDICTOR_FIELDS.top_k.check(top_k),
      PREDICTOR_FIELDS.top_p.check(top_p),
      PREDICTOR_FIELDS.min_p.check(min_p),
      PREDICTOR_FIELDS.repetition_penalty.check(repetition_penalty),
      PREDICTOR_FIELDS.stages.check(stages),
      PREDICTOR_FIELDS.pick.check(pick),
    ];
    assertEquals(checks, checks.map(() => null), name);
  }
});
