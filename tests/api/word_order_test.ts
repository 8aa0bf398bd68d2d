/** A row's words are read in the order in which they were written: the first of equals is picked, numbers too. */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { parseTable } from "@/lib/experiment/fields/table_field.ts";
import { loop } from "@/lib/lm/generation/loop.ts";
import type { TableModel } from "@/lib/lm/generation/table_model.ts";
import { parseJson } from "@/routes/api/read_json.ts";
import { writtenKeys } from "@/routes/api/word_order.ts";
import { siteWith } from "../server/site_under_test.ts";

const ask = siteWith({ RATE_LIMIT: "0" });

/** The tokens that the loop picks, of a body as it is written. */
async function picked(body: string): Promise<string[]> {
  const response = await ask("/api/v1/loop", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  const answer = await response.json();
  assertEquals(response.status, 200, JSON.stringify(answer));
  return answer.steps.map(({ token }: { token: string }) => token);
}

/** The words of a table's rows, as the API reads them. */
function rowsRead(body: string): (readonly string[])[] {
  const { table } = parseJson(new TextEncoder().encode(body)) as { table: Record<string, object> };
  return Object.values(table).map(writtenKeys);
}

Deno.test("the loop picks the first of equals as they are written, and not the lower number", async () => {
  assertEquals(await picked(`{"table":{"A":{"10":0.5,"9":0.5}},"start":"A","max_steps":1}`), ["10"]);
  assertEquals(await picked(`{"table":{"A":{"9":0.5,"10":0.5}},"start":"A","max_steps":1}`), ["9"]);
  assertEquals(await picked(`{"table":{"A":{"b":0.5,"7":0.5}},"start":"A","max_steps":1}`), ["b"]);
});

Deno.test("a draw goes through a row as it is written: the page's table and the API's agree", async () => {
  const rows = [["10", 0.25], ["b", 0.25], ["9", 0.25], ["__proto__", 0.125], ["0", 0.125]] as const;
  const page = parseTable(`A -> ${rows.map(([token, p]) => `${token} ${p}`).join(", ")}`) as TableModel;
  const json = rows.map(([token, p]) => `${JSON.stringify(token)}: ${p}`).join(",\n ");
  const tokens = new Set<string>();
  for (let seed = 0; seed < 30; seed++) {
    const [step] = loop(page, { start: "A", maxSteps: 1, pick: "sample", seed }).steps;
    const body =
      `{"table": {"A": {${json}}}, "start": "A", "max_steps": 1, "pick": "sample", "seed": ${seed}}`;
    assertEquals(await picked(body), [step!.token], `seed ${seed}`);
    tokens.add(step!.token);
  }
  assertEquals(tokens.size, rows.length);
});

Deno.test("words keep their order whatever stands in them and around them", () => {
  const word = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.constantFrom(
      "10",
      "9",
      "0",
      "01",
      "__proto__",
      "_proto__",
      `":`,
      "\\",
      `\\":`,
      "table",
      "{",
      "constructor",
    ),
  );
  const rows = fc.uniqueArray(
    fc.tuple(word, fc.uniqueArray(word, { maxLength: 8 })),
    { selector: ([key]) => key, maxLength: 5 },
  );
  const space = fc.constantFrom("", " ", "\n\t ");
  fc.assert(fc.property(rows, space, fc.boolean(), (rows, space, escaped) => {
    const name = (key: string) =>
      (escaped && /^\d/.test(key) ? `"\\u003${key[0]}${key.slice(1)}"` : JSON.stringify(key)) + space;
    const row = (keys: readonly string[]) =>
      `{${keys.map((key) => `${name(key)}:${space}1`).join(`,${space}`)}}`;
    const table = rows.map(([key, keys]) => `${name(key)}:${row(keys)}`).join(",");
    const read = rowsRead(`{"start": "\\"table\\": {\\"9\\": 1}", "table"${space}: {${table}}, "end": ":"}`);
    const order = Object.keys(Object.fromEntries(rows.map(([key], index) => [key, index])));
    const expected = new Map(rows);
    assertEquals(read, order.map((key) => expected.get(key)!));
  }));
});

Deno.test("a word that is written twice keeps its first place and its last value, as in JavaScript", () => {
  assertEquals(rowsRead(`{"table": {"A": {"9": 1, "10": 2, "9": 3}}}`), [["9", "10"]]);
  assertEquals(rowsRead(`{"table": {"A": {"9": 1}}, "table": {"A": {"10": 1, "9": 1}}}`), [["10", "9"]]);
});

Deno.test("the order of a body of 1 MiB is read in its time, and other bodies are left alone", () => {
  const cells = Array.from({ length: 90_000 }, (_, i) => `"${90_000 - i}":0`).join(",");
  const start = performance.now();
  const [keys] = rowsRead(`{"table": {"A": {${cells}}}}`);
  const seconds = (performance.now() - start) / 1000;
  assertEquals([keys!.length, keys![0], keys!.at(-1)], [90_000, "90000", "1"]);
  assert(seconds < 2, `${seconds} s`);
  for (
    const body of [
      `{"table": [1]}`,
      `{"table": {"A": ["9"]}}`,
      `{"table": null}`,
      `[{"table": {"A": {"9": 1}}}]`,
      "3",
    ]
  ) {
    assertEquals(parseJson(new TextEncoder().encode(body)), JSON.parse(body));
  }
});
