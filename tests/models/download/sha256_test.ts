import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { sha256, sha256InPlace } from "@/lib/models/download/sha256.ts";

Deno.test("sha256() gives the digests of FIPS 180-4's examples", async () => {
  const digest = (text: string) => sha256(new TextEncoder().encode(text));
  assertEquals(await digest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  assertEquals(await digest(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
});

Deno.test("sha256() without WebCrypto gives the same as with it", async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
    const copy = Uint8Array.from(bytes);
    assertEquals(await sha256(copy, null), await sha256(copy));
  }));
});

Deno.test("sha256InPlace() reads a view from its own offset", async () => {
  const whole = crypto.getRandomValues(new Uint8Array(1000));
  const view = whole.subarray(13, 777);
  const expected = new Uint8Array(await crypto.subtle.digest("SHA-256", view));
  assertEquals(sha256InPlace(view), expected);
});
