import { assertEquals } from "@std/assert";
import { plainCandidate } from "@/lib/training/engines/plain_candidate.ts";

Deno.test("plainCandidate() is a stand-in only where it is told when", () => {
  const is = (...when: string[]) => Boolean(plainCandidate(...when).fallback);
  assertEquals([plainCandidate().backend, is(), is("only here")], ["cpu", false, true]);
});
