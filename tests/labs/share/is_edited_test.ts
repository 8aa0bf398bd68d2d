import { assertEquals } from "@std/assert";
import { isEdited } from "@/lib/labs/share/is_edited.ts";

const STORED = "text=a&model=OWNER%2FNAME";

function edited(address: string, stored = STORED): boolean {
  const { pathname, search } = new URL(address, "https://site.test");
  return isEdited({ pathname, search }, "/", stored);
}

Deno.test("isEdited() takes the short link, and the same query with a loaded model's format, for unchanged", () => {
  assertEquals(edited("/e/AAAAAAAAAAAAAAAA"), false);
  assertEquals(edited("/?model=OWNER/NAME&text=a"), false);
  assertEquals(edited("/?text=a&model=OWNER/NAME&revision=abc&dtype=q4&device=wasm"), false);
  assertEquals(edited("/?text=b&model=OWNER/NAME"), true);
  assertEquals(edited("/?text=a"), true);
  assertEquals(edited("/"), true);
});

Deno.test("isEdited() does not miss what no address could hold, and sees what replaced it", () => {
  const long = `text=${"a".repeat(9000)}&seed=7`;
  assertEquals(edited("/?seed=7", long), false);
  assertEquals(edited("/?seed=8", long), true);
  assertEquals(edited("/?seed=7&text=short", long), true);
});
