import { assertEquals, assertStringIncludes } from "@std/assert";
import { contextWindow } from "@/lib/lm/generation/context_window.ts";

const FULL = { limit: 8000, promptTokens: 7600, generatedTokens: 400 };

Deno.test("contextWindow() is full at 8,000 tokens, and token 8,001 needs a policy", () => {
  const report = contextWindow({ ...FULL, policy: "reject" });
  assertEquals([report.used, report.free, report.full], [8000, 0, true]);
  assertEquals(report.dropped, []);
  assertStringIncludes(report.explanation, "8,001");
});

Deno.test("contextWindow() makes room for one token by each policy", () => {
  const dropped = (policy: "truncate_start" | "keep_prefix" | "slide_with_sinks", keep?: number) =>
    contextWindow({ ...FULL, policy, keep }).dropped;
  assertEquals(dropped("truncate_start"), [[0, 1]]);
  assertEquals(dropped("keep_prefix", 100), [[100, 101]]);
  assertEquals(dropped("slide_with_sinks", 7), [[7, 8]]);
});

Deno.test("contextWindow() says what goes in tokens counted from 1, as its first sentence counts them", () => {
  const says = (policy: "truncate_start" | "keep_prefix") =>
    contextWindow({ ...FULL, policy, keep: 100 }).explanation;
  assertStringIncludes(says("truncate_start"), "Dropped: token 1. Kept: tokens 2 to 8,000.");
  assertStringIncludes(says("keep_prefix"), "Dropped: token 101. Kept: tokens 1 to 100 and 102 to 8,000.");
});

Deno.test("contextWindow() drops nothing while there is room", () => {
  const report = contextWindow({ limit: 10, promptTokens: 3, generatedTokens: 2, policy: "truncate_start" });
  assertEquals([report.used, report.free, report.full, report.kept], [5, 5, false, [[0, 5]]]);
});

Deno.test("contextWindow() says that a summary needs a model", () => {
  assertStringIncludes(contextWindow({ ...FULL, policy: "summarize" }).explanation, "model");
});

Deno.test("contextWindow() above its limit does not contradict itself: reject keeps what the window holds", () => {
  const small = { limit: 64, promptTokens: 40, generatedTokens: 60 };
  const rejected = contextWindow({ ...small, policy: "reject" });
  assertEquals([rejected.kept, rejected.dropped], [[[0, 64]], [[64, 100]]]);
  assertStringIncludes(rejected.explanation, "token 65 was refused");
  assertStringIncludes(rejected.explanation, "Kept: tokens 1 to 64. Never got in: tokens 65 to 100.");
  const slid = contextWindow({ ...small, policy: "truncate_start" });
  assertStringIncludes(slid.explanation, "from token 65 on each needs the policy");
  const full = contextWindow({ ...FULL, policy: "reject" });
  assertEquals([full.kept, full.dropped], [[[0, 8000]], []]);
  assertStringIncludes(full.explanation, "token 8,001 needs a policy");
});
