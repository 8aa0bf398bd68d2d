/** Bounds of the labs, in figures: the last that is taken, and the first that is not. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { initialState } from "@/lib/experiment/codec.ts";
import { LOSS_FIELDS } from "@/lib/experiment/fields/loss_fields.ts";
import { NGRAM_FIELDS } from "@/lib/experiment/fields/ngram_fields.ts";
import { parsePredictorQuery } from "@/lib/experiment/fields/predictor_fields.ts";
import { SOFTMAX_FIELDS } from "@/lib/experiment/fields/softmax_fields.ts";
import { lossCode } from "@/lib/labs/code/loss_code.ts";
import { softmaxCode } from "@/lib/labs/code/softmax_code.ts";
import { fetchConfig } from "@/lib/labs/kv_cache/fetch_config.ts";
import { createPredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { parseExperimentFile } from "@/lib/labs/share/experiment_file.ts";
import { qrCode } from "@/lib/labs/share/print/qr_code.ts";
import { readFigures } from "@/lib/labs/share/read_figures.ts";
import { bodyOf } from "@/tests/fixtures/document_of.ts";
import { fakePorts } from "@/tests/labs/fake_ports.ts";
import { fakeModel } from "@/tests/lm/fake_model.ts";

const zeros = (count: number) => Array<number>(count).fill(0);

Deno.test("code is offered for 40 numbers, and for one more it is not", () => {
  const softmax = (count: number) => softmaxCode({ ...initialState(SOFTMAX_FIELDS), logits: zeros(count) });
  assertEquals([softmax(40) !== null, softmax(41)], [true, null]);
  const loss = (query: object) => lossCode({ ...initialState(LOSS_FIELDS), ...query });
  const rows = (count: number) => ({
    from: "logits",
    logits: Array(count).fill(zeros(4)),
    targets: zeros(count),
  });
  assertEquals([loss(rows(10)) !== null, loss(rows(11))], [true, null]);
  const probabilities = (count: number) => ({ from: "auto", probabilities: Array(count).fill(0.5) });
  assertEquals([loss(probabilities(40)) !== null, loss(probabilities(41))], [true, null]);
});

Deno.test("a configuration of a million characters is read, a longer one is not", async () => {
  const fetched = (length: number) => {
    const text = `{"model_type":"llama"}`.padEnd(length);
    return fetchConfig("http://hub.test", "o/n", () => Promise.resolve(new Response(text)));
  };
  assertEquals(["config" in await fetched(1_000_000), "config" in await fetched(1_000_001)], [true, false]);
});

Deno.test("an experiment's file has 200 names, and a title of 200 characters", () => {
  const file = (names: number, title = "") =>
    JSON.stringify({
      format: "next-token-playground/experiment",
      version: 1,
      page: "/softmax",
      query: Object.fromEntries(Array.from({ length: names }, (_, i) => [`n${i}`, "x"])),
      title,
    });
  const read = (text: string) => parseExperimentFile(text, ["/softmax"]);
  assertEquals(Object.keys(read(file(200)).query).length, 200);
  assertThrows(() => read(file(201)));
  assertEquals(read(file(1, "x".repeat(201))).title!.length, 200);
});

Deno.test("a QR code holds 600 characters", () => {
  assert(qrCode("x".repeat(600)).size > 0);
  assertThrows(() => qrCode("x".repeat(601)), RangeError);
});

Deno.test("300 figures are kept of a page, of ten sources, with names of 200 characters and texts of 300", () => {
  const item = (data: string) => `<p data-${data}></p>`;
  const many = readFigures(bodyOf(`<div data-source="m">${item('count="1"').repeat(301)}</div>`))!;
  assertEquals([many.figures.length, many.figures.at(-1)!.name], [300, "Result, count (300)"]);
  const sources = Array.from({ length: 11 }, (_, i) => `<div data-source="s${i}">${item('count="1"')}</div>`);
  assertEquals(readFigures(bodyOf(sources.join("")))!.sources.length, 10);
  const long = readFigures(bodyOf(
    `<div data-source="${"s".repeat(201)}"><section aria-label="${"n".repeat(201)}">${
      item(`stop="${"t".repeat(301)}"`)
    }</section></div>`,
  ))!;
  assertEquals([long.sources[0]!.length, long.figures[0]!.name.length], [200, 200]);
  assertEquals(`${long.figures[0]!.value}`.length, 300);
});

Deno.test("eight branches are kept, a comparison times eight tokens, and a word is looked up of 16", async () => {
  const model = Object.assign(fakeModel({ tokens: ["a", "b", "c", "d"] }), {
    id: { name: "counts", revision: "1", dtype: "counts" },
  });
  const { ports } = fakePorts(model);
  const { query, notices } = parsePredictorQuery(new URLSearchParams("text=abcdabcdabcd&path=1.2.3"));
  const lab = createPredictorLab({ query, notices, snapshot: null }, ports);
  await lab.open(null, true);
  for (let i = 0; i < 10; i++) {
    lab.tokens.fork(i % 3, 0);
    lab.tokens.choose(i % 4);
    lab.tokens.choose(1 + i % 3);
  }
  await lab.settled();
  assertEquals(lab.state.query.value.branches.length, 8);
  await lab.tokens.compareCache();
  assertEquals([
    lab.state.comparison.value!.withCache.length,
    lab.state.comparison.value!.withoutCache.length,
  ], [8, 8]);
  const found = async (length: number) => {
    await lab.tokens.lookUp("a".repeat(length));
    const { found, reason } = lab.state.lookedUp.value!;
    return [found.length > 0, reason];
  };
  assertEquals([await found(16), await found(17)], [[true, ""], [false, "Longer than 16 tokens."]]);
});

Deno.test("code of counts is offered for a text of 1,500 characters", async () => {
  const { ngramCode } = await import("@/lib/labs/code/ngram_code.ts");
  const code = (length: number) =>
    ngramCode({
      ...initialState(NGRAM_FIELDS),
      text: "left b\n".repeat(300).slice(0, length),
    });
  assertEquals([code(1500) !== null, code(1501)], [true, null]);
});
