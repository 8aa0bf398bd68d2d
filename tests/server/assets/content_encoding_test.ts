import { assertEquals } from "@std/assert";
import { acceptedCoding } from "@/lib/server/assets/content_encoding.ts";

const CASES: readonly [string | null, "br" | "gzip" | null][] = [
  [null, null],
  ["", null],
  ["gzip, deflate, br, zstd", "br"],
  ["gzip, deflate", "gzip"],
  ["br;q=0, gzip", "gzip"],
  ["gzip;q=1, br;q=0.5", "gzip"],
  ["*", "br"],
  ["*;q=0", null],
  ["identity", null],
  ["BR", "br"],
  ["br;q=nonsense", null],
];

Deno.test("acceptedCoding() follows the weights of Accept-Encoding", () => {
  for (const [header, coding] of CASES) assertEquals(acceptedCoding(header), coding, String(header));
});
