/** What an embed's address says of its look, and an address' unknown names: how many are told of, and how. */
import { assertEquals } from "@std/assert";
import { boundedAddress } from "@/lib/experiment/bounded_address.ts";
import { type FieldTable, formatFields, isInitial, isSame, parseFields } from "@/lib/experiment/codec.ts";
import { parseEmbedLook, unusedLook } from "@/lib/experiment/embed_look.ts";
import { escapeToken, splitEscaped, unescapeToken } from "@/lib/experiment/escape.ts";
import { integerField } from "@/lib/experiment/fields/field.ts";
import { limited, phrasesField, textField } from "@/lib/experiment/fields/text_fields.ts";

const PARTS = [
  { name: "a", label: "A", mark: "ma" },
  { name: "b", label: "B", mark: "mb", side: true },
  { name: "c", label: "C", mark: "mc", side: true },
];

const look = (query: string) => parseEmbedLook(PARTS, new URLSearchParams(query));

Deno.test("the quieter column goes with the last of its parts, and a page without one has none to go", () => {
  assertEquals([look("hide=b").hidden, look("hide=c,b").hidden], [["mb"], ["mb", "mc", "side"]]);
  assertEquals(parseEmbedLook(PARTS.slice(0, 1), new URLSearchParams("hide=a")).hidden, ["ma"]);
});

Deno.test("an empty theme is the light one, and each known theme is taken", () => {
  const themes = ["theme=", "theme=auto", "theme=light", "theme=dark"].map((query) => look(query));
  assertEquals(themes.map(({ theme }) => theme), ["light", "auto", "light", "dark"]);
  assertEquals(themes.flatMap(({ notices }) => notices), []);
});

Deno.test("five parts that cannot be hidden are told of, each once and forty characters of it", () => {
  const { notices } = look("hide=u,v,w,u&hide=x+y,z&hide=q");
  assertEquals(notices.map((notice) => notice.split(" ")[0]), [
    "hide=u",
    "hide=v",
    "hide=w",
    "hide=x",
    "hide=y",
  ]);
  const [long, theme] = [look(`hide=${"x".repeat(41)}`), look(`theme=${"x".repeat(40)}`)];
  assertEquals(long.notices, [`hide=${"x".repeat(39)}… is no part of this page that can be hidden.`]);
  assertEquals(theme.notices, [`theme=${"x".repeat(40)} is none of auto, light, dark.`]);
});

Deno.test("a page that is no embed tells of five such names at most", () => {
  const params = new URLSearchParams("hide=1&theme=dark&x=2&hide=3&hide=4&hide=5&hide=6");
  const told = unusedLook(params).map((notice) => notice.split(" ")[0]);
  assertEquals(told, ["hide=1", "theme=dark", "hide=3", "hide=4", "hide=5"]);
});

interface Query {
  readonly n: number;
  readonly t: string;
  readonly p: readonly string[];
}

const FIELDS: FieldTable<Query> = {
  n: integerField(1, 0, 9),
  t: limited(textField("x"), 20_000),
  p: phrasesField(),
};

Deno.test("ten unknown names are named; one more is counted with the last of them", () => {
  const told = (count: number) => {
    const params = new URLSearchParams(Array.from({ length: count }, (_, i) => [`u${i}`, "1"]));
    const { notices } = parseFields(FIELDS, params);
    return [notices.length, notices.at(-1)!.reason];
  };
  assertEquals(told(10), [10, "is not a name that this page knows"]);
  assertEquals(told(11), [10, "is not a name that this page knows, and neither are 1 other names"]);
  const { notices } = parseFields(FIELDS, new URLSearchParams("theme=dark&hide=a&v=1&n=3&u=4&u=5"));
  assertEquals(notices, [{ name: "u", value: "4", reason: "is not a name that this page knows" }]);
  const [version] = parseFields(FIELDS, new URLSearchParams("v=2")).notices;
  assertEquals(version, { name: "v", value: "2", reason: "is a version that this page does not know" });
});

Deno.test("a notice shows forty characters of a name and of a value; the first of two values counts", () => {
  const [long] = parseFields(FIELDS, new URLSearchParams([["n".repeat(41), "v".repeat(41)]])).notices;
  assertEquals([long!.name, long!.value], [`${"n".repeat(39)}…`, `${"v".repeat(39)}…`]);
  const { query, notices } = parseFields(FIELDS, new URLSearchParams("n=3&n=4&p=a&p=b&t=&n="));
  assertEquals(query, { n: 3, t: "", p: ["a", "b"] });
  assertEquals(notices, [{
    name: "n",
    value: "4",
    reason: "is given more than once; the first value counts",
  }]);
});

Deno.test("values are the same where an address writes them alike: each of them, and as many", () => {
  assertEquals([isSame(FIELDS.p, ["a"], ["a"]), isSame(FIELDS.p, ["a"], ["b"])], [true, false]);
  assertEquals([isSame(FIELDS.p, ["a"], ["a", "b"]), isSame(FIELDS.p, ["a", "b"], ["a"])], [false, false]);
  assertEquals([isInitial(FIELDS.n, 1), isInitial(FIELDS.n, 0), isInitial(FIELDS.p, [])], [
    true,
    false,
    true,
  ]);
  assertEquals(formatFields(FIELDS, { n: 1, t: "", p: ["a", "b"] }).toString(), "t=&p=a&p=b");
});

Deno.test("an address leaves out what is unbounded, one after the other, until it fits", () => {
  const form = {
    base: "/x",
    fields: FIELDS,
    format: (query: Query) => formatFields(FIELDS, query),
    unbounded: ["t", "p"] as const,
  };
  const long = "a".repeat(8000);
  assertEquals(boundedAddress<Query>(form, { n: 2, t: "b", p: [] }), { address: "/x?n=2&t=b", leftOut: [] });
  assertEquals(boundedAddress<Query>(form, { n: 2, t: long, p: ["c"] }), {
    address: "/x?n=2&p=c",
    leftOut: ["t"],
  });
  // A text as it is at first is no reason, and stays.
  assertEquals(boundedAddress<Query>(form, { n: 2, t: "x", p: [long] }), {
    address: "/x?n=2",
    leftOut: ["p"],
  });
  assertEquals(boundedAddress<Query>(form, { n: 2, t: long, p: [long] }).leftOut, ["t", "p"]);
  const none = boundedAddress<Query>({ ...form, unbounded: [] }, { n: 2, t: long, p: [] });
  assertEquals(none, { address: "/x", leftOut: ["n", "t", "p"] });
});

Deno.test("a token's outer spaces, separators and backslashes are escaped, and nothing else", () => {
  assertEquals(escapeToken(" a b ", ","), "\\sa b\\s");
  assertEquals([escapeToken("\u00a0x", ","), escapeToken(",\\", ","), escapeToken("", ",")], [
    "\\u00a0x",
    "\\,\\\\",
    "\\0",
  ]);
  assertEquals([escapeToken("a\tb\n", ","), escapeToken(" ", ",")], ["a\\tb\\n", "\\s"]);
  assertEquals([unescapeToken("\\q\\", ","), unescapeToken("\\u00a0\\u12", ",")], ["\\q\\", "\u00a0\\u12"]);
  assertEquals(splitEscaped(" a , ,\\0,b\\,c, \\s ", ","), ["a", "", "b,c", " "]);
  assertEquals([splitEscaped("", ","), splitEscaped("a\\;b;c", ";")], [[], ["a;b", "c"]]);
});
