import { assertEquals } from "@std/assert";
import { textSize } from "@/lib/lm/loss/text/totals.ts";

Deno.test("textSize() counts code points as a string's iterator does, halves of pairs included", () => {
  for (const text of ["", "a", "é😀x", "\ud83d", "\ude00\ud83d", "\ud83d\ud83d\ude00\ude00", "👨‍👩‍👧 ok"]) {
    assertEquals(textSize(text).characters, [...text].length, text);
  }
});
