import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { cutEnd, cutStart, firstCharacters, graphemes } from "@/lib/lm/graphemes.ts";

const FAMILY = "👨‍👩‍👧‍👦";

Deno.test("cutEnd() and cutStart() count what a reader sees, and never cut inside it", () => {
  assertEquals(cutEnd("a".repeat(39) + FAMILY, 40), "a".repeat(39) + FAMILY);
  assertEquals(cutEnd("a".repeat(39) + FAMILY + "b", 40), `${"a".repeat(39)}…`);
  assertEquals(cutEnd(FAMILY.repeat(3), 2), `${FAMILY}…`);
  assertEquals(cutStart(FAMILY.repeat(3), 2), `…${FAMILY}`);
  assertEquals(firstCharacters(`ab${FAMILY}c`, 3), `ab${FAMILY}`);
});

Deno.test("plain texts are split as all others are, and a carriage return stays with its line feed", () => {
  const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
  const unit = fc.constantFrom("a", " ", "~", "\n", "\r", "\r\n", "\t", "\u007f", "é", "e\u0301", FAMILY);
  fc.assert(fc.property(fc.string({ unit, maxLength: 12 }), (text) => {
    assertEquals(graphemes(text), Array.from(segmenter.segment(text), ({ segment }) => segment));
  }));
  assertEquals(graphemes("a\r\nb"), ["a", "\r\n", "b"]);
});

Deno.test("a shortened text is well-formed and short, whatever it was", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", maxLength: 300 }),
      fc.integer({ min: 1, max: 60 }),
      (text, most) => {
        for (const cut of [cutEnd, cutStart, firstCharacters]) {
          const short = cut(text, most);
          if (!short.isWellFormed()) return false;
          if ([...new Intl.Segmenter().segment(short)].length > most + 1) return false;
        }
        return true;
      },
    ),
  );
});

Deno.test("a pile of ten thousand marks is cut without being read whole", () => {
  const pile = "e" + "\u0301".repeat(10_000) + "end";
  assertEquals(cutEnd(pile, 5).length < 400, true);
  assertEquals(cutEnd("x".repeat(1_000_000), 5), "xxxx…");
});

Deno.test("cut texts of emoji pairs never end in half a character", () => {
  for (let most = 1; most < 50; most++) assertEquals(cutEnd("😀".repeat(2_000), most).isWellFormed(), true);
  for (let most = 1; most < 50; most++) {
    assertEquals(cutStart(`x${"😀".repeat(2_000)}`, most).isWellFormed(), true);
  }
});
