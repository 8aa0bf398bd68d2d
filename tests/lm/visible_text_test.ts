import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { visibleText } from "@/lib/lm/visible_text.ts";

const CASES: [string | Uint8Array, string][] = [
  [" warehouse", "·warehouse"],
  ["\n\n\t", "↵↵→"],
  ["\0", "⟨U+0000⟩"],
  ["\r\u00a0\u200b\u202e\ufeff", "⟨U+000D⟩⟨U+00A0⟩⟨U+200B⟩⟨U+202E⟩⟨U+FEFF⟩"],
  ["\u0301", "◌\u0301"],
  ["é🙂ש", "é🙂ש"],
  ["\ud800", "⟨U+D800⟩"],
  [Uint8Array.of(0x20, 0xe2, 0x82), "·⟨E2⟩⟨82⟩"],
  [Uint8Array.of(0xe2, 0x82, 0xac, 0x0a), "€↵"],
  [Uint8Array.of(0xff, 0x61, 0x80), "⟨FF⟩a⟨80⟩"],
  [new Uint8Array(), ""],
];

Deno.test("visibleText() shows what cannot be seen", () => {
  for (const [token, shown] of CASES) assertEquals(visibleText(token), shown);
});

Deno.test("visibleText() shows bytes as it shows their text", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => {
    fc.pre(!/^\p{M}|\p{M}/u.test(text));
    assertEquals(visibleText(new TextEncoder().encode(text)), visibleText(text));
  }));
});

Deno.test("visibleText() has neither white space nor controls, whatever the bytes", () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => {
    assertEquals(/[\p{C}\p{Z}]/u.test(visibleText(bytes)), false);
  }));
});
