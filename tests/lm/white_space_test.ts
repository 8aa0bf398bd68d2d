import { assertEquals } from "@std/assert";
import { isBlank, splitWords, trimWhiteSpace } from "@/lib/lm/white_space.ts";

/** Every character for which Python 3.12 says `character.isspace()`. */
const PYTHON =
  "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008" +
  "\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

Deno.test("splitWords() splits where Python's str.split() does, at each of its characters and no other", () => {
  const spaces = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit))
    .filter((character) => splitWords(`a${character}b`).length === 2);
  assertEquals(spaces.join(""), PYTHON);
});

Deno.test("splitWords() keeps a word's U+FEFF, as neither Python nor KenLM drops it", () => {
  assertEquals(splitWords("\ufeffpackage left\ufeff \ufeff"), ["\ufeffpackage", "left\ufeff", "\ufeff"]);
});

Deno.test("trimWhiteSpace() strips what Python's str.strip() strips", () => {
  assertEquals(trimWhiteSpace(`${PYTHON}\ufeffa b\ufeff${PYTHON}`), "\ufeffa b\ufeff");
  assertEquals(trimWhiteSpace(PYTHON), "");
});

Deno.test("isBlank() is true of white space alone", () => {
  assertEquals([isBlank(""), isBlank(PYTHON), isBlank("\ufeff"), isBlank(" a ")], [true, true, false, false]);
});
