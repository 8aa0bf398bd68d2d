/** Calls of the API as code: quotes, line ends and what is no JSON. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { ngramCode } from "@/lib/labs/code/ngram_code.ts";
import { tableCode } from "@/lib/labs/code/table_code.ts";
import { initialState } from "@/lib/experiment/codec.ts";
import { LOOP_FIELDS } from "@/lib/experiment/fields/loop_fields.ts";
import { ngramSentence } from "@/lib/labs/ngram/ngram_sentence.ts";
import { callLines } from "@/lib/labs/share/api/call_lines.ts";
import { pythonText } from "@/lib/labs/share/api/python_text.ts";
import { experimentParams } from "@/lib/labs/share/read_experiment.ts";

Deno.test("a text is raw Python where three quotes allow that, else it is escaped", () => {
  assertEquals(pythonText('{"a": 1}'), 'r"""{"a": 1}"""');
  assertEquals([pythonText('a"""b'), pythonText("a\\"), pythonText('a"')], [
    '"a\\"\\"\\"b"',
    '"a\\\\"',
    '"a\\""',
  ]);
});

Deno.test("a curl line is one line whose quotes are closed; JavaScript sends JSON as a value, all else as text", () => {
  const url = "http://x.test/api";
  assertEquals(
    callLines("curl", url, '{\n  "a": "it\'s"\n}\n'),
    `curl -s ${url} -H 'content-type: application/json' -d '{ "a": "it'\\''s" }'`,
  );
  assertStringIncludes(callLines("javascript", url, '{\n"a": 1}'), 'body: JSON.stringify({\n  "a": 1}),');
  assertStringIncludes(callLines("javascript", url, "{a"), 'body: "{a",');
  assertStringIncludes(callLines("python", url, '{"a": 1}'), 'body = r"""{"a": 1}"""\n');
});

Deno.test("counts in code are those of pairs without smoothing, after some word", () => {
  const code = (patch: object) =>
    ngramCode({ text: "a b", order: 2, smoothing: "none", context: "a", ...patch }) !== null;
  assertEquals([code({}), code({ order: 1 }), code({ order: 3 })], [true, false, false]);
  assertEquals([code({ smoothing: "kneser_ney" }), code({ context: "" })], [false, false]);
});

Deno.test("a table of thirty cells is written out in code, and one more is not", () => {
  const code = (cells: number) => {
    const row = new Map(Array.from({ length: cells - 1 }, (_, i) => [`t${i}`, 0]));
    const table = new Map([["a", row], ["b", new Map([["c", 1]])]]);
    return tableCode({ ...initialState(LOOP_FIELDS), table }) !== null;
  };
  assertEquals([code(30), code(31)], [true, false]);
});

Deno.test("a sentence of counts without a context, of what was never seen, and with smoothing", () => {
  const view = (looksAt: string[], total: number, count: number) =>
    ({ next: { rows: [{ token: "b", count, probability: 0.25 }], total, looksAt } }) as unknown as Parameters<
      typeof ngramSentence
    >[0];
  assertEquals(
    ngramSentence(view([], 4000, 1000), "none"),
    "With no context, ⟦b⟧ came 1,000 of 4,000 times: 25 %.",
  );
  assertEquals(
    ngramSentence(view(["a"], 0, 0), "kneser_ney"),
    "After ⟦a⟧ nothing was ever seen; ⟦b⟧ is likeliest all the same, 25 %.",
  );
  assertEquals(
    ngramSentence(view(["a"], 4, 1), "witten_bell"),
    "After ⟦a⟧, ⟦b⟧ came 1 of 4 times: 25 % with smoothing.",
  );
});

Deno.test("the experiment is the lab's, else the address' without its look", () => {
  const search = "?theme=dark&a=1&hide=x";
  assertEquals(experimentParams({}, search).toString(), "a=1");
  const experiment = { params: () => new URLSearchParams("b=2"), open: () => {} };
  assertEquals(experimentParams({ experiment }, search).toString(), "b=2");
});
