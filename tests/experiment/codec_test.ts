import { assert, assertEquals } from "@std/assert";
import {
  DEFAULT_QUERY,
  formatPredictorQuery,
  parsePredictorQuery,
  PREDICTOR_FIELDS,
} from "@/lib/experiment/fields/predictor_fields.ts";
import type { PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import { fieldNames } from "@/lib/experiment/codec.ts";
import { anyQuery } from "./arbitrary_query.ts";
import fc from "fast-check";

function parse(search: string) {
  return parsePredictorQuery(new URLSearchParams(search));
}

function expectNotice(search: string, name: keyof PredictorQuery | "v", reason: RegExp) {
  const { query, notices } = parse(search);
  assertEquals(query, DEFAULT_QUERY, search);
  assertEquals(notices.length, 1, search);
  assertEquals(notices[0]?.name, name);
  assert(reason.test(notices[0]?.reason ?? ""), `${search}: ${notices[0]?.reason}`);
}

Deno.test("PREDICTOR_FIELDS holds the names and defaults of addresses", () => {
  assertEquals(DEFAULT_QUERY, {
    text: "The package left the",
    ...{ model: "parcel-gpt", revision: "", dtype: "auto", device: "auto", chat: false },
    ...{ repetition_penalty: 1, temperature: 1, top_k: 0, top_p: 1, min_p: 0, typical_p: 1 },
    stages: ["repetition_penalty", "temperature", "top_k", "top_p", "min_p", "typical_p"],
    ...{ pick: "greedy", seed: 0, max_tokens: 32, stop: [], stop_at_end: true, blocked: [] },
    ...{ context_limit: null, context_policy: "reject" },
    ...{ path: [], branches: [], top: 10, beside: "", heads_off: [] },
  });
  assertEquals(
    fieldNames(PREDICTOR_FIELDS).sort().join(" "),
    "beside blocked branches chat context_limit context_policy device dtype heads_off max_tokens min_p model path pick repetition_penalty " +
      "revision seed stages stop stop_at_end temperature text top top_k top_p typical_p",
  );
});

Deno.test("parsePredictorQuery() reads back what formatPredictorQuery() writes, for any experiment", () => {
  fc.assert(
    fc.property(anyQuery, (query) => {
      const address = formatPredictorQuery(query).toString();
      assertEquals(parse(address), { query, notices: [] });
    }),
    { numRuns: 500 },
  );
});

Deno.test("parsePredictorQuery() takes any garbage without throwing and gives a state that round-trips", () => {
  const name = fc.oneof(fc.constantFrom(...Object.keys(PREDICTOR_FIELDS)), fc.string());
  const value = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("NaN", "-1", "1e999", "Infinity", "\ud800", ".", ",,", "0x10", "\\"),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value)), (pairs) => {
      const { query } = parsePredictorQuery(new URLSearchParams(pairs));
      for (const field of fieldNames(PREDICTOR_FIELDS)) {
        assertEquals(
          (PREDICTOR_FIELDS[field].check as (value: unknown) => string | null)(query[field]),
          null,
        );
      }
      assertEquals(parse(formatPredictorQuery(query).toString()).query, query);
    }),
    { numRuns: 500 },
  );
});

Deno.test("formatPredictorQuery() leaves defaults out", () => {
  assertEquals(formatPredictorQuery(DEFAULT_QUERY).toString(), "");
  assertEquals(
    formatPredictorQuery({ ...DEFAULT_QUERY, path: [35, 36], temperature: 0 }).toString(),
    "temperature=0&path=z.10",
  );
});

Deno.test("parsePredictorQuery() gives the default and a notice for each damaged field", () => {
  expectNotice("temperature=NaN", "temperature", /not a number/);
  expectNotice("temperature=-1", "temperature", /not between/);
  expectNotice("temperature=1e999", "temperature", /not between/);
  expectNotice("top_k=2.5", "top_k", /whole number/);
  expectNotice("top_p=1.5", "top_p", /not between/);
  expectNotice("min_p=x", "min_p", /not a number/);
  expectNotice("repetition_penalty=0", "repetition_penalty", /not between/);
  expectNotice("stages=top_k,top_k", "stages", /twice/);
  expectNotice("stages=top_q", "stages", /none of/);
  expectNotice("pick=beam", "pick", /none of/);
  expectNotice("seed=-4", "seed", /not between/);
  expectNotice("seed=9007199254740993", "seed", /not between/);
  expectNotice("max_tokens=1e-3", "max_tokens", /whole number/);
  expectNotice("stop_at_end=yes", "stop_at_end", /neither/);
  expectNotice("chat=2", "chat", /neither/);
  expectNotice("device=gpu", "device", /none of/);
  expectNotice("model=../etc", "model", /OWNER/);
  expectNotice("revision=../x", "revision", /commit/);
  expectNotice("dtype=Q4!", "dtype", /format/);
  expectNotice("dtype=zzz", "dtype", /format/);
  expectNotice("model=foo", "model", /OWNER\/NAME/);
  expectNotice("beside=parcel-gpt2", "beside", /OWNER\/NAME/);
  expectNotice("context_limit=0", "context_limit", /not between/);
  expectNotice("context_policy=forget", "context_policy", /none of/);
  expectNotice("path=1..2", "path", /base 36/);
  expectNotice("path=zzzzzzzzz", "path", /no token/);
  expectNotice("top=0", "top", /not between/);
  expectNotice("v=7", "v", /version/);
});

Deno.test("parsePredictorQuery() takes a form's empty fields as not given, but an empty text as a text", () => {
  const { query, notices } = parse("text=&temperature=&stop=&context_limit=&path=&model=");
  assertEquals(query, { ...DEFAULT_QUERY, text: "" });
  assertEquals(notices, []);
});

Deno.test("parsePredictorQuery() names what it does not know and what is given twice", () => {
  assertEquals(parse("v=1&temprature=2&top_k=3&top_k=4"), {
    query: { ...DEFAULT_QUERY, top_k: 3 },
    notices: [
      { name: "temprature", value: "2", reason: "is not a name that this page knows" },
      { name: "top_k", value: "4", reason: "is given more than once; the first value counts" },
    ],
  });
});

Deno.test("parsePredictorQuery() reads escapes in stop strings and line ends of a form", () => {
  const { query } = parse("text=a%0D%0Ab&stop=%5Cn%5Cn&stop=%5C%5Cn&stop=%5Cq");
  assertEquals(query.text, "a\nb");
  assertEquals(query.stop, ["\n\n", "\\n", "\\q"]);
});

Deno.test("parsePredictorQuery() turns lone surrogates into U+FFFD", () => {
  assertEquals(parsePredictorQuery(new URLSearchParams([["text", "a\ud83d"]])).query.text, "a\ufffd");
});
