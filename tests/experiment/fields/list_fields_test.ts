import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type FieldTable, formatFields, parseFields } from "@/lib/experiment/codec.ts";
import { escapeToken, splitEscaped, unescapeToken } from "@/lib/experiment/escape.ts";
import { BadValue, type Field } from "@/lib/experiment/fields/field.ts";
import { numbersField, rowsField, wordsField } from "@/lib/experiment/fields/list_fields.ts";
import { SOFTMAX_FIELDS } from "@/lib/experiment/fields/softmax_fields.ts";
import { formatTable, parseTable, tableField } from "@/lib/experiment/fields/table_field.ts";

const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const word = fc.oneof(
  fc.string({ unit: "binary", maxLength: 6 }).map((text) => text.toWellFormed()),
  fc.constantFrom(
    "",
    " ",
    " warehouse",
    "a,b",
    "\\",
    "\\n",
    "\n",
    "->",
    "-\\>",
    "→",
    "a  b ",
    "\u00a0x\u2003",
    "0.5",
  ),
);
const numbers = numbersField([1], { most: 1000 });
const rows = rowsField([[1]], { most: 1000, mostRows: 100 });
const words = wordsField([], { most: 1000, longest: 100 });
const table = tableField(new Map([["a", new Map([["b", 1]])]]), { mostRows: 100, mostCells: 1000 });

function expectRoundTrip<T>(field: Field<T>, arbitrary: fc.Arbitrary<T>) {
  const fields: FieldTable<{ it: T }> = { it: field };
  fc.assert(
    fc.property(arbitrary, (it) => {
      const address = formatFields(fields, { it }).toString();
      assertEquals(parseFields(fields, new URLSearchParams(address)), { query: { it }, notices: [] });
    }),
    { numRuns: 500 },
  );
}

Deno.test("numbersField() reads back what it writes", () => {
  expectRoundTrip(numbers, fc.array(number, { minLength: 1 }));
});

Deno.test("rowsField() reads back what it writes", () => {
  expectRoundTrip(rows, fc.array(fc.array(number, { minLength: 1 }), { minLength: 1 }));
});

Deno.test("wordsField() reads back what it writes", () => {
  expectRoundTrip(words, fc.array(word));
});

Deno.test("tableField() reads back what it writes", () => {
  const row = fc.array(fc.tuple(word, number), { maxLength: 4 }).map((cells) => new Map(cells));
  expectRoundTrip(
    table,
    fc.array(fc.tuple(word, row), { minLength: 1, maxLength: 4 }).map((each) => new Map(each)),
  );
});

Deno.test("escapeToken() is undone by unescapeToken(), and in a list by splitEscaped()", () => {
  fc.assert(
    fc.property(word, (token) => assertEquals(unescapeToken(escapeToken(token, ",>→"), ",>→"), token)),
  );
  fc.assert(fc.property(fc.array(word), (tokens) => {
    assertEquals(splitEscaped(tokens.map((token) => escapeToken(token, ",")).join(","), ","), tokens);
  }));
});

Deno.test("lists take any garbage without throwing, and what they take round-trips", () => {
  const garbage = fc.array(fc.oneof(fc.string({ unit: "binary" }), fc.string(), word), {
    minLength: 1,
    maxLength: 3,
  });
  fc.assert(
    fc.property(garbage, (values) => {
      for (const field of [numbers, rows, words, table] as Field<unknown>[]) {
        const value = field.parse(values);
        if (value instanceof BadValue) continue;
        assertEquals(field.check(value), null);
        assertEquals(field.format(value).length === 0 ? [] : field.parse(field.format(value)), value);
      }
    }),
    { numRuns: 1000 },
  );
});

Deno.test("numbersField() reads what people write", () => {
  for (const text of ["1,2.5,-3e2", "1, 2.5, -3e2", "[1, 2.5, -300]", "1 2.5 -300", " 1;2.5\n-300 "]) {
    assertEquals(numbers.parse([text]), [1, 2.5, -300], text);
  }
  assertEquals(numbers.parse(["1", "2.5", "-300"]), [1, 2.5, -300]);
  for (
    const [text, reason] of [["1,two", '"two"'], ["NaN", '"NaN"'], ["1e999", "too large"], [",", "no number"]]
  ) {
    const value = numbers.parse([text!]);
    assert(value instanceof BadValue && value.reason.includes(reason!), text);
  }
});

Deno.test("rowsField() reads lines, semicolons and JSON", () => {
  for (const text of ["1,2\n3,4", "1 2; 3 4", "[[1, 2], [3, 4]]", "[1,2],\n[3,4]\n", "1,2\r\n3,4"]) {
    assertEquals(rows.parse([text]), [[1, 2], [3, 4]], text);
  }
});

Deno.test("wordsField() reads a list, and a form's one value for each token", () => {
  assertEquals(words.parse(["a, b ,\\sc,d\\,e"]), ["a", "b", " c", "d,e"]);
  assertEquals(words.parse(["a", " b", "c,d"]), ["a", " b", "c,d"]);
});

Deno.test("tableField() reads the table of the order, and says what a line lacks", () => {
  const text = "Order shipped from the -> warehouse .85, store 0.10, hub 5e-2\nOrder → </s> 1\n";
  const read = parseTable(text);
  if (read instanceof BadValue) throw new Error(read.reason);
  assertEquals(
    formatTable(read),
    "Order shipped from the -> warehouse 0.85, store 0.1, hub 0.05\nOrder -> </s> 1",
  );
  for (
    const [line, reason] of [["no arrow", "needs"], ["a -> b", "no token and probability"], [
      "a -> b 1\na -> c 1",
      "two",
    ], [
      "a -> b 0.5, b 0.5",
      "twice",
    ]] as const
  ) {
    const value = parseTable(line);
    assert(value instanceof BadValue && value.reason.includes(reason), line);
  }
});

Deno.test("SOFTMAX_FIELDS reads an address that people can read too", () => {
  const { query, notices } = parseFields(
    SOFTMAX_FIELDS,
    new URLSearchParams("logits=2.4,1.7,0.2&temperature=1.4&seed=4"),
  );
  assertEquals([query.logits, query.temperature, query.seed, notices], [[2.4, 1.7, 0.2], 1.4, 4, []]);
});
