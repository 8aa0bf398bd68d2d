/** Looking into a network: the ghost of the step before, the example behind a context, and what is written after what. */
import { assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { softmax } from "@/lib/lm/distribution/softmax.ts";
import { openTrainLab } from "./open_train_lab.ts";

/** A run of so many steps that has made only some of them. */
async function paused() {
  const opened = openTrainLab({ steps: 40 });
  await opened.lab.training.train();
  await opened.lab.training.rewind(10);
  return opened;
}

/** A context of two known words that the text does not have in this order. */
function strangeContext({ lab }: ReturnType<typeof openTrainLab>): string {
  const { tokenizer, samples } = lab.state.run.value!.facts;
  const known = new Set(samples.map(({ context }) => context.join()));
  const ids = tokenizer.tokens.keys().toArray();
  const pair = ids.flatMap((a) => ids.map((b) => [a, b])).find((each) => !known.has(each.join()))!;
  return pair.map((id) => tokenizer.tokens[id]).join(" ");
}

Deno.test("the distribution of the step before is shown behind that of the same context, and no other", async () => {
  const opened = await paused();
  const { lab } = opened;
  const { state } = lab;
  assertEquals(state.ghost.value, null, "a rewind goes back: nothing was before it");
  const before = state.look.value!;
  await lab.training.step();
  assertEquals([state.look.value!.step - before.step, state.ghost.value], [1, [...softmax(before.logits)]]);
  await lab.inspect.refresh();
  assertEquals(state.ghost.value, null, "the same step again");
  await lab.training.step();
  assertEquals(state.ghost.value === null, false);
  await lab.inspect.watch(strangeContext(opened));
  assertEquals(state.ghost.value, null, "another context");
  lab.close();
});

Deno.test("a context that cannot be read leaves the look as it is; an empty one shows the text's own", async () => {
  const { lab } = await paused();
  const { state } = lab;
  await lab.inspect.watch("right regional");
  const look = state.look.value;
  for (const text of ["nobody knows", "", "  "]) {
    await lab.inspect.watch(text);
    assertEquals([state.watched.value, state.look.value === look], [text, true]);
  }
  assertEquals(state.moved.value, ["watched"]);
  await lab.inspect.refresh();
  assertEquals([state.watched.value, state.look.value!.context], [
    "left regional",
    state.run.value!.facts.samples[1]!.context,
  ]);
  lab.close();
});

Deno.test("one example is that of the text where it has the context, else ends in the likeliest token", async () => {
  const opened = await paused();
  const { lab } = opened;
  const { state } = lab;
  const { samples } = state.run.value!.facts;
  await lab.inspect.trace();
  assertEquals([state.trace.value!.context, state.trace.value!.target], [
    samples[1]!.context,
    samples[1]!.target,
  ]);
  await lab.inspect.watch(strangeContext(opened));
  const { logits, context } = state.look.value!;
  // A trace that is shown follows the look.
  assertEquals(state.trace.value!.context, context);
  assertEquals(state.trace.value!.target, logits.indexOf(Math.max(...logits)));
  const { loss, probabilities, target } = state.trace.value!;
  assertAlmostEquals(loss, -Math.log(probabilities[target]!), 1e-5);
  lab.close();
});

Deno.test("the network writes after the prompt, without one after the watched context, by its own seed", async () => {
  const { lab } = await paused();
  const { state } = lab;
  const written = async (prompt: string, temperature: number) => {
    state.prompt.value = prompt;
    state.temperature.value = temperature;
    await lab.inspect.write();
    const { prompt: after, tokens } = state.written.value!;
    return { after, ids: tokens.map(({ id }) => id), tops: tokens.map(({ top }) => top) };
  };
  assertEquals([(await written("", 1)).after, (await written(" parcel left ", 1)).after], [
    "left regional",
    "parcel left",
  ]);
  const greedy = await written("", 0);
  assertEquals(greedy.ids, greedy.tops.map(([first]) => first!.id));
  assertEquals([greedy.tops[0]!.length, greedy.ids.length], [5, 24]);
  const drawn = await written("", 1.5);
  assertEquals((await written("", 1.5)).ids, drawn.ids);
  assertEquals(drawn.ids.join() === greedy.ids.join(), false);
  lab.close();
});

Deno.test("nothing is looked at, written or taken away before there is a run", async () => {
  const { lab, files, opened, workers } = openTrainLab();
  await lab.inspect.refresh();
  await lab.inspect.trace();
  await lab.inspect.write();
  await lab.save("json");
  const { look, trace, written, waiting, problem } = lab.state;
  assertEquals([look, trace, written, waiting, problem].map(({ value }) => value), Array(5).fill(null));
  assertEquals([files, opened, workers.length], [[], [], 0]);
  lab.close();
});

Deno.test("a file of a run says how it was trained and with which words", async () => {
  const { lab, files } = openTrainLab({ steps: 3, seed: 11 });
  await lab.training.train();
  await lab.save("json");
  await lab.save("safetensors");
  const [json, safetensors] = files;
  const { settings, vocabulary } = JSON.parse(String(json!.content));
  const tokens = lab.state.run.value!.facts.tokenizer.tokens;
  assertEquals([settings.seed, settings.steps, vocabulary], [11, 3, tokens]);
  const bytes = safetensors!.content as Uint8Array<ArrayBuffer>;
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  assertEquals(header.__metadata__.format, "pt");
  assertEquals(JSON.parse(header.__metadata__.vocabulary), tokens);
  assertEquals(JSON.parse(header.__metadata__.settings).seed, 11);
  await lab.save("python");
  assertStringIncludes(String(files[2]!.content), "torch.manual_seed(11)");
  lab.close();
});
