import { assertEquals } from "@std/assert";
import { isComposing } from "@/lib/ui/form/is_composing.ts";

Deno.test("isComposing() knows the Enter that ends a composition, as Chromium and as Safari report it", () => {
  assertEquals(isComposing({ isComposing: true, keyCode: 13 }), true);
  assertEquals(isComposing({ isComposing: false, keyCode: 229 }), true);
  assertEquals(isComposing({ isComposing: false, keyCode: 13 }), false);
});
