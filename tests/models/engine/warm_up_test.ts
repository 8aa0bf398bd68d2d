import { assertEquals, assertRejects } from "@std/assert";
import { Decoder } from "@/lib/models/engine/decoder.ts";
import { ModelError } from "@/lib/models/model_provider.ts";
import { warmUp } from "@/lib/models/engine/warm_up.ts";
import { fakeDecoderModel, logitsAfter, VOCABULARY } from "../fake_decoder_model.ts";

const PROMPT = [1, 2, 3];
const { signal } = new AbortController();
const noPause = () => Promise.resolve();

Deno.test("warmUp() runs prefill and decode, and gives the row after the prompt", async () => {
  const model = fakeDecoderModel();
  const { lastRow } = await warmUp(new Decoder(model, noPause), PROMPT, signal);
  assertEquals(lastRow, logitsAfter(PROMPT));
  const lengths = model.steps.map((step) => step.tokens.length);
  assertEquals([lengths[0], ...new Set(lengths.slice(1))], [3, 1]);
});

Deno.test("warmUp() measures one token only where that alone takes long", async () => {
  const model = fakeDecoderModel();
  const { now } = performance;
  let time = 0;
  performance.now = () => time;
  model.onRun = () => time += 2000;
  try {
    const { tokensPerSecond } = await warmUp(new Decoder(model, noPause), PROMPT, signal);
    assertEquals([tokensPerSecond, model.steps.length], [0.5, 2]);
  } finally {
    performance.now = now;
  }
});

Deno.test("warmUp() measures six tokens, fewer where they take 400 ms together", async () => {
  const measured = async (milliseconds: number) => {
    const model = fakeDecoderModel();
    const { now } = performance;
    let time = 0;
    performance.now = () => time;
    model.onRun = () => time += milliseconds;
    try {
      const { tokensPerSecond } = await warmUp(new Decoder(model, noPause), PROMPT, signal);
      // The prompt's pass and the first token's stand before those that are measured.
      return [tokensPerSecond, model.steps.length - 2];
    } finally {
      performance.now = now;
    }
  };
  assertEquals(await measured(40), [25, 6]);
  assertEquals(await measured(100), [10, 4]);
  assertEquals(await measured(160), [6.25, 3]);
  assertEquals(await measured(400), [2.5, 1]);
  assertEquals(await measured(401), [1000 / 401, 0]);
});

Deno.test("warmUp() leaves the first token out, which compiles what later ones only run", async () => {
  const model = fakeDecoderModel();
  const { now } = performance;
  let time = 0;
  performance.now = () => time;
  model.onRun = () => time += model.steps.length <= 2 ? 300 : 20;
  try {
    const { tokensPerSecond } = await warmUp(new Decoder(model, noPause), PROMPT, signal);
    assertEquals(tokensPerSecond, 50);
  } finally {
    performance.now = now;
  }
});

Deno.test("warmUp() refuses a model that answers the same whatever it reads, and numbers that are not finite", async () => {
  for (const value of [0.5, NaN]) {
    const model = fakeDecoderModel();
    const { run } = model;
    model.run = async (step) => {
      const output = await run(step);
      return { ...output, logits: new Float32Array(step.rows * VOCABULARY).fill(value) };
    };
    const error = await assertRejects(() => warmUp(new Decoder(model, noPause), PROMPT, signal), ModelError);
    assertEquals(error.code, "not_finite");
  }
});
