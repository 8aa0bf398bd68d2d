import { assertEquals } from "@std/assert";
import { climbLadder } from "@/lib/server/ladder_on_server.ts";
import { dataOf, documentOf } from "../fixtures/document_of.ts";
import { siteWith } from "../server/site_under_test.ts";
import { ladderLines } from "@/models/ladder/put_text.ts";

Deno.test("the ladder's command prints the page's own figures, compressors too", async () => {
  const text = "The package left the warehouse.";
  const lines = ladderLines(await climbLadder(text)).map((line) => line.split("\t"));
  const page = documentOf(
    await (await siteWith({ RATE_LIMIT: "0" })(`/ladder?${new URLSearchParams({ text })}`)).text(),
  );
  const shown = dataOf(page, "bits-per-byte").map(Number);
  assertEquals(lines.slice(1).map(([, bits]) => Number(bits)), shown);
  assertEquals(lines.length, 1 + 8 + 2);
  assertEquals(lines[8]![2]!.endsWith(" of 251"), true);
});
