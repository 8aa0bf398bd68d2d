import { assertEquals } from "@std/assert";
import { announcesBody } from "@/lib/server/limits/announces_body.ts";

Deno.test("a body is announced by a length that is not 0, or by chunks", () => {
  const announces = (headers: Record<string, string>) => announcesBody(new Headers(headers));
  assertEquals(announces({}), false);
  assertEquals([announces({ "content-length": "0" }), announces({ "content-length": "1" })], [false, true]);
  assertEquals(announces({ "transfer-encoding": "chunked" }), true);
  assertEquals(
    announces({ "transfer-encoding": "chunked", "content-length": "0" }),
    false,
    "the length decides",
  );
});
