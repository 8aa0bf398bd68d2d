import { assertEquals } from "@std/assert";
import { shortShare } from "@/islands/learn/short_share.ts";

Deno.test("shortShare() has one decimal, and rounds nothing to all or to nothing", () => {
  const shares = [0, 0.0004, 0.0005, 0.25, 0.9994, 0.9995, 0.99999, 1].map(shortShare);
  assertEquals(shares.map((share) => share.replace("\u00a0", " ")), [
    "0 %",
    "< 0.1 %",
    "0.1 %",
    "25.0 %",
    "99.9 %",
    "> 99.9 %",
    "> 99.9 %",
    "100.0 %",
  ]);
});
