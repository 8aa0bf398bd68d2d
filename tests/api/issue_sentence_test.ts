/** What a schema finds wrong, in the site's words: every kind of issue, at both sides of each bound. */
import { assertEquals } from "@std/assert";
import { z } from "zod";
import { fieldErrors, pointerOf } from "@/routes/api/field_errors.ts";

/** What is said of a value of the field `f`. */
function said(schema: z.ZodType, value: unknown): readonly (readonly [string, string])[] {
  const { error } = z.strictObject({ f: schema }).safeParse(value === undefined ? {} : { f: value });
  return error ? fieldErrors(error).map(({ pointer, detail }) => [pointer, detail] as const) : [];
}

const list = z.array(z.int()).min(2).max(1500);

Deno.test("each kind of issue has its sentence, and a value that fits has none", () => {
  const cases: readonly (readonly [schema: z.ZodType, value: unknown, sentence: string | null])[] = [
    [z.number(), undefined, "f is required"],
    [z.enum(["a", "b"]), undefined, "f is one of a, b"],
    [z.number(), "1", "f is a number; you sent text"],
    [z.string(), null, "f is text; you sent null"],
    [z.string(), [], "f is text; you sent a list"],
    [z.boolean(), {}, "f is true or false; you sent an object"],
    [z.int(), 1.5, "f is a whole number; you sent a number"],
    [list, true, "f is a list; you sent true or false"],
    [z.record(z.string(), z.number()), 1, "f is an object; you sent a number"],
    [z.enum(["a", "b"]), "c", "f is one of a, b"],
    [z.literal("a"), "c", "f is a"],
    [z.number().max(1500), 1501, "f is at most 1,500"],
    [z.number().max(1500), 1500, null],
    [z.number().lt(1500), 1500, "f is below 1,500"],
    [z.number().min(2), 1, "f is at least 2"],
    [z.number().min(2), 2, null],
    [z.number().gt(2), 2, "f is above 2"],
    [z.string().max(3), "abcd", "f has at most 3 characters"],
    [z.string().max(3), "abc", null],
    [z.string().min(1), "", "f has at least 1 characters"],
    [list, [1], "f has at least 2 entries"],
    [list, Array(1501).fill(1), "f has at most 1,500 entries"],
    [list, [1, 2], null],
    [z.union([z.number(), z.string()]), true, "f fits none of its forms: see the schema"],
    [z.number().refine(() => false, { message: "f is odd" }), 1, "f is odd"],
  ];
  for (const [schema, value, sentence] of cases) {
    assertEquals(
      said(schema, value),
      sentence === null ? [] : [["/f", sentence]],
      `${JSON.stringify(value)}`,
    );
  }
});

Deno.test("a place within a field is named, and pointed to as RFC 6901 has it", () => {
  assertEquals(said(z.array(z.number()), [1, "a"]), [["/f/1", "f[1] is a number; you sent text"]]);
  assertEquals(said(z.object({ "a/b": z.array(z.array(z.int())) }), { "a/b": [[1], [0, 0.5]] }), [
    ["/f/a~1b/1/1", "f.a/b[1][1] is a whole number; you sent a number"],
  ]);
  assertEquals([pointerOf([]), pointerOf(["~", 0, "a/~b"])], ["", "/~0/0/a~1~0b"]);
});

Deno.test("a field is named once, twenty at most, and the body by its own name", () => {
  const twice = z.number().refine(() => false, { message: "first" }).refine(() => false, {
    message: "second",
  });
  assertEquals(said(twice, 1), [["/f", "first"]]);
  const many = (count: number) => said(z.array(z.number()), Array(count).fill("a")).length;
  assertEquals([many(20), many(21)], [20, 20]);
  const { error } = z.strictObject({ f: z.number() }).safeParse([]);
  assertEquals(fieldErrors(error!), [{ pointer: "", detail: "The body is an object; you sent a list" }]);
});

Deno.test("a field that is missing tells of those beside it that nobody knows, and of no others", () => {
  const schema = z.strictObject({ f: z.number(), inner: z.strictObject({ g: z.number() }) });
  const errors = (value: unknown) => fieldErrors(schema.safeParse(value).error!);
  assertEquals(errors({ e: 1, d: 2, inner: {} }), [
    { pointer: "/f", detail: "f is required; you sent e, d" },
    { pointer: "/inner/g", detail: "inner.g is required" },
    { pointer: "/e", detail: "e is not a field of this request" },
    { pointer: "/d", detail: "d is not a field of this request" },
  ]);
  assertEquals(errors({ f: 1, inner: { h: 1 } })[0], {
    pointer: "/inner/g",
    detail: "inner.g is required; you sent h",
  });
});
