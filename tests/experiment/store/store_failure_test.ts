import { assertEquals } from "@std/assert";
import { storeFailure } from "@/lib/experiment/store/store_failure.ts";

Deno.test("a database that is full, read-only or broken is told, any other error is not hidden", () => {
  const cases: [string, string | null][] = [
    ["database or disk is full", "full"],
    ["attempt to write a readonly database", "failing"],
    ["database disk image is malformed", "failing"],
    ["file is not a database", "failing"],
    ["disk I/O error", "failing"],
    ["x is not a function", null],
  ];
  for (const [message, kind] of cases) assertEquals(storeFailure(new Error(message)), kind, message);
  // What only looks like an error is none of the database.
  assertEquals([
    storeFailure({ name: "Error", message: "closed" }),
    storeFailure("closed"),
    storeFailure(null),
  ], [
    null,
    null,
    null,
  ]);
  assertEquals(storeFailure(Object.assign(new Error("x"), { name: "BadResource" })), "failing");
});
