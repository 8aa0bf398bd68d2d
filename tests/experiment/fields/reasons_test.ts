/** Why a list, a table or a name is not taken: each reason at its bound and one past it. */
import { assertEquals } from "@std/assert";
import { BadValue, type Field, nameField, numberField, switchField } from "@/lib/experiment/fields/field.ts";
import { numbersField, rowsField, wordsField } from "@/lib/experiment/fields/list_fields.ts";
import { formatTable, parseTable, tableField } from "@/lib/experiment/fields/table_field.ts";
import {
  branchesField,
  escapePhrase,
  headsField,
  limited,
  orderField,
  phrasesField,
  textField,
  tokensField,
  unescapePhrase,
} from "@/lib/experiment/fields/text_fields.ts";

/** The value that a field takes, or why it takes none. */
function taken<T>(field: Field<T>, ...values: string[]): T | string {
  const value = field.parse(values);
  return value instanceof BadValue ? value.reason : value;
}

Deno.test("numbers: how many, between what, whole or not, and none where a list may be empty", () => {
  const field = numbersField([1], { min: -2, max: 5, whole: true, most: 3 });
  assertEquals(taken(field, "-2,5,0"), [-2, 5, 0]);
  assertEquals(taken(field, "1,2,3,4"), "holds more than 3 numbers");
  assertEquals(taken(field, "-3"), "holds a number that is not between -2 and 5");
  assertEquals(taken(field, "1,6"), "holds a number that is not between -2 and 5");
  assertEquals(taken(field, "1,2.5"), "holds a number that is not whole");
  assertEquals(taken(field, "[]"), "holds no number");
  assertEquals(taken(numbersField([], { most: 3 }), "[]"), []);
  assertEquals(taken(numbersField([], { most: 3 }), "1,-1e999"), "holds a number that is too large");
  assertEquals(taken(field, `${"x".repeat(20)}`), `holds "${"x".repeat(20)}", which is no number`);
  assertEquals(taken(field, `${"x".repeat(21)}`), `holds "${"x".repeat(19)}…", which is no number`);
});

Deno.test("rows: how many, how many numbers together, and each row by its own rule", () => {
  const field = rowsField([[1]], { most: 4, mostRows: 2, max: 9 });
  assertEquals(taken(field, "1,2;3,9"), [[1, 2], [3, 9]]);
  assertEquals(taken(field, "1;2;3"), "holds more than 2 rows");
  assertEquals(taken(field, "1,2,3;4,5"), "holds more than 4 numbers");
  assertEquals(taken(field, "1;10"), `holds a number that is not between ${-Number.MAX_VALUE} and 9`);
  assertEquals([taken(field, ";"), taken(field, "[[]]")], ["holds no row", "holds no row"]);
  assertEquals(taken(field, "[1, 2]"), [[1, 2]]);
  assertEquals(taken(field, "1,x"), 'holds "x", which is no number');
});

Deno.test("words: how many, how long, and whole characters", () => {
  const field = wordsField(["a"], { most: 2, longest: 3 });
  assertEquals(taken(field, "abc,d"), ["abc", "d"]);
  assertEquals(taken(field, "a,b,c"), "holds more than 2 tokens");
  assertEquals(taken(field, "a,abcd"), "holds a token of more than 3 characters");
  assertEquals(field.check(["\ud83d"]), "has lone surrogates");
});

Deno.test("a table: how many lines, how many probabilities, and each context and token once", () => {
  const field = tableField(new Map([["a", new Map([["b", 1]])]]), { mostRows: 2, mostCells: 3 });
  const rows = (text: string) => {
    const value = taken(field, text);
    return typeof value === "string" ? value : [...value].map(([context, row]) => [context, ...row.keys()]);
  };
  assertEquals(rows("a -> b 1, c 0\nd -> e 1"), [["a", "b", "c"], ["d", "e"]]);
  assertEquals(rows("a -> b 1\nc -> d 1\ne -> f 1"), "has more than 2 lines");
  assertEquals(rows("a -> b 1, c 1, d 1, e 1"), "has more than 3 probabilities");
  assertEquals(rows("a -> b 1e999"), "has a probability that is too large");
  assertEquals([rows(" \n"), field.check(new Map())], ["has no line", "has no line"]);
  assertEquals(rows("a -> b 1\n a  -> c 1"), 'has two lines for "a"');
  assertEquals(rows("a -> b 1, c 2, b 3"), 'names the token "b" twice in one line');
  assertEquals(rows("a -> b 1 -> c 1"), 'needs "text -> token probability, …" on each line');
  assertEquals(rows("a -> 1"), 'has "1", which is no token and probability');
  assertEquals(rows("a -> b x"), 'has "b x", which is no token and probability');
});

Deno.test("a table's empty row, a token with a space and escaped arrows and commas", () => {
  const table = new Map([["a->b", new Map([["c, d", 0.5], [">", 0.25]])], ["x", new Map<string, number>()]]);
  assertEquals(formatTable(table), "a-\\>b -> c\\, d 0.5, > 0.25\nx -> ");
  assertEquals(parseTable(formatTable(table)), table);
});

Deno.test("a text is as long as its limit, and a longer one is told it; what its own field refuses stays refused", () => {
  const field = limited(textField("x"), 1234);
  assertEquals(taken(field, "a".repeat(1234)), "a".repeat(1234));
  assertEquals(taken(field, "a".repeat(1235)), "is longer than 1,234 characters");
  assertEquals([field.check("a\r"), field.check("a")], ["has lone surrogates or carriage returns", null]);
  // Two line ends become one each, and then it fits.
  assertEquals(taken(limited(textField(""), 2), "\r\n\r\n"), "\n\n");
});

Deno.test("stages: each once, known ones only, none by name", () => {
  const field = orderField(["top_k", "top_p"]);
  assertEquals([taken(field, "top_p, top_k"), taken(field, "none"), field.format([])], [
    ["top_p", "top_k"],
    [],
    ["none"],
  ]);
  assertEquals(taken(field, "top_p,top_p"), "names a stage twice");
  assertEquals(taken(field, "top_p,x"), "has a name that is none of top_k, top_p");
});

Deno.test("token ids in base 36: up to ten digits, up to 2^31 − 1, and lists of them", () => {
  assertEquals(taken(tokensField(), "z.10.0"), [35, 36, 0]);
  assertEquals(taken(tokensField(), (0x7fffffff).toString(36)), [0x7fffffff]);
  assertEquals(taken(tokensField(), (0x80000000).toString(36)), "has an id that is no token");
  const form = "is not a list of ids in base 36";
  assertEquals(
    [taken(tokensField(), "1".repeat(11)), taken(tokensField(), "A"), taken(tokensField(), "1.")],
    [form, form, form],
  );
  assertEquals([tokensField().check([-1]), tokensField().check([0.5]), tokensField().check([0])], [
    "has an id that is no token",
    "has an id that is no token",
    null,
  ]);
  assertEquals(taken(branchesField(), "1.2,z"), [[1, 2], [35]]);
  assertEquals(taken(branchesField(), "1,,2"), "is not a list of paths in base 36");
  assertEquals(branchesField().check([[1], [-1]]), "has an id that is no token");
});

Deno.test("heads: each layer and each head from 1 to the last, once, in their order", () => {
  const field = headsField(4, 6);
  assertEquals(taken(field, "4.6,1.1,4.6"), ["1.1", "4.6"]);
  const reason = "has a head that is none of the 6 in each of 4 layers";
  for (const name of ["0.1", "5.1", "1.0", "1.7", "1", "1.1.1", "01.1"]) {
    assertEquals(taken(field, name), reason, name);
  }
});

Deno.test("phrases: escapes both ways, empty ones left out, lone surrogates refused", () => {
  assertEquals(escapePhrase("a\\\n\r\tb"), "a\\\\\\n\\r\\tb");
  assertEquals(unescapePhrase("\\\\n\\n\\r\\t\\q\\"), "\\n\n\r\t\\q\\");
  const field = phrasesField();
  assertEquals(taken(field, "a", "", "\\n"), ["a", "\n"]);
  assertEquals([field.check(["a"]), field.check([""])], [
    null,
    "has an empty phrase or one with lone surrogates",
  ]);
  assertEquals(field.check(["a", "\ud83d"]), "has an empty phrase or one with lone surrogates");
});

Deno.test("a switch is 1 or 0, a name its default or of its form, a number in its range", () => {
  const flag = switchField(true);
  assertEquals([taken(flag, "1", "0"), taken(flag, "0"), taken(flag, "2")], [
    true,
    false,
    "is neither 0 nor 1",
  ]);
  assertEquals([flag.format(true), flag.format(false), flag.repeatable], [["1"], ["0"], true]);
  const name = nameField("", /^[a-z]+$/, "is no name");
  assertEquals([taken(name, ""), taken(name, "ab"), taken(name, "A")], ["", "ab", "is no name"]);
  const small = numberField(1, 0.001, 0.0005 + 1);
  assertEquals(small.check(2), "is not between 0.001 and 1.001");
  assertEquals(numberField(1, 0.0009, 2).check(3), "is not between 0.0009 and 2");
});
