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

Deno.test("fileStem() names files after their page", () => {
  assertEquals(["/", "/kv-cache"].map(fileStem), ["predictor", "kv-cache"]);
});
