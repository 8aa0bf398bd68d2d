import { assert, assertEquals } from "@std/assert";
import { AIM_NAMES, AIMS } from "@/lib/learn/aims.ts";
import { checkAddress, parseCheck } from "@/lib/learn/check/check_query.ts";
import { gradeCheck } from "@/lib/learn/check/grade_check.ts";
import { CHECK_LENGTH, makeCheck } from "@/lib/learn/check/make_check.ts";
import { QUESTION_TYPES } from "@/lib/learn/check/question_types.ts";

const SEEDS = Array.from({ length: 200 }, (_, seed) => seed);

Deno.test("five aims are foundational and ten intermediate", () => {
  const foundational = AIM_NAMES.filter((name) => AIMS[name].level === "foundational");
  assertEquals([AIM_NAMES.length, foundational.length], [15, 5]);
});

Deno.test("a check has ten questions about ten aims; all aims and kinds come up", () => {
  const types = new Set<string>();
  for (const seed of SEEDS) {
    const questions = makeCheck(seed);
    assertEquals(questions.length, CHECK_LENGTH);
    assertEquals(new Set(questions.map(({ aim }) => aim)).size, CHECK_LENGTH);
    for (const { type } of questions) types.add(type);
  }
  assertEquals(types.size, QUESTION_TYPES.length);
});

Deno.test("a seed fixes a check, and seeds give different ones", () => {
  assertEquals(makeCheck(3), makeCheck(3));
  const texts = SEEDS.map((seed) => JSON.stringify(makeCheck(seed)));
  assertEquals(new Set(texts).size, SEEDS.length);
  assertEquals(makeCheck(Number.MAX_SAFE_INTEGER).length, CHECK_LENGTH);
});

Deno.test("passed is more than three quarters: 8 of 10, not 7", () => {
  const questions = makeCheck(0);
  const right = questions.map(({ answer }) => answer);
  const withWrong = (count: number) =>
    right.map((answer, index) => index < count ? (answer + 1) % 4 : answer);
  const graded = (count: number) => gradeCheck(questions, withWrong(count));
  assertEquals([graded(0).score, graded(0).passed], [10, true]);
  assertEquals([graded(2).score, graded(2).passed], [8, true]);
  assertEquals([graded(3).score, graded(3).passed], [7, false]);
  const nothing = gradeCheck(questions, []);
  assertEquals([nothing.score, nothing.passed, nothing.answers], [0, false, Array(10).fill(null)]);
});

Deno.test("an address of a check is read back, and garbage counts as not given", () => {
  const address = checkAddress({ seed: 5, hide: ["reasons", "again"], chosen: [0, null, 3] });
  assertEquals(address, "/check?seed=5&hide=reasons,again&q1=1&q3=4");
  const parsed = parseCheck(new URL(address, "http://localhost").searchParams);
  assertEquals([parsed.seed, parsed.hide, parsed.chosen.slice(0, 3)], [5, ["reasons", "again"], [
    0,
    null,
    3,
  ]]);
  const bad = parseCheck(new URLSearchParams("seed=-1&q1=5&q2=x&hide=everything&z=1"));
  assertEquals([bad.seed, bad.hide, bad.chosen], [0, [], Array(10).fill(null)]);
  assert(bad.notices.length >= 4);
  assertEquals(checkAddress({}), "/check");
});
