import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { ArrivingSha256, isForWebCrypto, sha256 } from "@/lib/models/download/sha256.ts";

Deno.test("sha256() gives the digests of FIPS 180-4's examples", async () => {
  const digest = (text: string) => sha256(new TextEncoder().encode(text));
  assertEquals(await digest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  assertEquals(await digest(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
});

Deno.test("sha256() without WebCrypto, and in parts, gives the same as with it", async () => {
  const parts = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 5 });
  await fc.assert(fc.asyncProperty(parts, async (parts) => {
    const whole = Uint8Array.from(parts.flatMap((part) => [...part]));
    const arriving = new ArrivingSha256();
    parts.forEach((part) => arriving.push(part));
    const expected = await sha256(whole);
    assertEquals([await sha256(whole, null), arriving.digest()], [expected, expected]);
  }));
});

Deno.test("sha256() without WebCrypto reads a view from its own offset", async () => {
  const view = crypto.getRandomValues(new Uint8Array(1000)).subarray(13, 777);
  assertEquals(await sha256(view, null), await sha256(view.slice()));
});

Deno.test("isForWebCrypto() leaves it what it may copy: up to 256 MB of a known length", () => {
  const { subtle } = crypto;
  assertEquals(
    [2 ** 28, 2 ** 28 + 1, null].map((bytes) => isForWebCrypto(bytes, subtle)),
    [true, false, false],
  );
  assertEquals(isForWebCrypto(1, null), false);
});
