import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  FileProblem,
  fileStem,
  formatExperimentFile,
  parseExperimentFile,
  queryParams,
  queryRecord,
} from "@/lib/labs/share/experiment_file.ts";

const PAGES = ["/", "/softmax"];

Deno.test("an experiment file opens to what was saved", () => {
  const params = new URLSearchParams([["text", 'a\n"b"'], ["stop", "x"], ["stop", "y"], ["__proto__", "z"]]);
  const text = formatExperimentFile({ page: "/", query: queryRecord(params), title: "Mine" });
  const { page, query, title } = parseExperimentFile(text, PAGES);
  assertEquals([page, title], ["/", "Mine"]);
  assertEquals(queryParams(query).toString(), params.toString());
});

Deno.test("parseExperimentFile() says what is wrong with a file", () => {
  const good = JSON.parse(formatExperimentFile({ page: "/softmax", query: {} }));
  const wrong: [unknown, RegExp][] = [
    ["{", /does not hold JSON/],
    ["[]", /does not hold JSON/],
    [{}, /no experiment of this site/],
    [{ ...good, version: 2 }, /newer version/],
    [{ ...good, page: "//evil.example" }, /page that this site does not have/],
    [{ ...good, query: { a: 1 } }, /query is damaged/],
    [{ ...good, query: { a: ["x", null] } }, /query is damaged/],
    [{ ...good, query: "a=1" }, /query is damaged/],
  ];
  for (const [value, message] of wrong) {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    const error = assertThrows(() => parseExperimentFile(text, PAGES), FileProblem);
    assert(message.test(error.message), `${text}: ${error.message}`);
  }
  assertEquals(parseExperimentFile(JSON.stringify(good), PAGES), { page: "/softmax", query: {} });
});

Deno.test("a file's query has 200 names at most, its title 200 characters, and no title is none", () => {
  const good = JSON.parse(formatExperimentFile({ page: "/", query: {} }));
  assertEquals("title" in good, false);
  const query = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`n${i}`, "v"]));
  const parse = (patch: object) => parseExperimentFile(JSON.stringify({ ...good, ...patch }), PAGES);
  assertEquals(Object.keys(parse({ query: query(200) }).query).length, 200);
  assertThrows(() => parse({ query: query(201) }), FileProblem, "query is damaged");
  assertEquals([parse({ title: "x".repeat(201) }).title, parse({ title: "" }), parse({ title: 1 })], [
    "x".repeat(200),
    { page: "/", query: {} },
    { page: "/", query: {} },
  ]);
  assertThrows(() => parse({ version: undefined }), FileProblem, "newer version");
  assertThrows(() => parse({ query: null }), FileProblem, "query is damaged");
  assertThrows(() => parse({ query: [] }), FileProblem, "query is damaged");
});

Deno.test("fileStem() names files after their page", () => {
  assertEquals(["/", "/kv-cache", "/limits/a b"].map(fileStem), ["predictor", "kv-cache", "limits-a-b"]);
});
