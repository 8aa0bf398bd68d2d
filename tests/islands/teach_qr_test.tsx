import { assertEquals } from "@std/assert";
import TeachQr from "@/islands/TeachQr.tsx";
import { qrCode } from "@/lib/labs/share/print/qr_code.ts";
import { settled, until } from "@/tests/fixtures/held.ts";
import { mounted } from "@/tests/fixtures/mounted.ts";

Deno.test("the QR code of a page has two squares of white around it, and is left out for a long address", async () => {
  const { location } = globalThis;
  const drawn = async (href: string) => {
    Object.assign(globalThis, { location: { href } });
    const { root, ...page } = mounted(() => <TeachQr />);
    if (href.length <= 600) await until(() => root.querySelector("svg") !== null);
    else await settled(60);
    const attributes = (name: string) =>
      ["x", "y", "width", "height", "viewBox", "d"].map((each) =>
        root.querySelector(name)?.getAttribute(each) ?? null
      );
    const found = [attributes("svg"), attributes("rect"), attributes("path")].map((list) =>
      list.filter(Boolean)
    );
    page[Symbol.dispose]();
    await settled(60);
    return found;
  };
  try {
    const href = "https://site.test/softmax";
    const { size, d } = qrCode(href);
    const side = `${size + 4}`;
    assertEquals(await drawn(href), [[`-2 -2 ${side} ${side}`], ["-2", "-2", side, side], [d]]);
    assertEquals(await drawn(`https://site.test/${"x".repeat(600)}`), [[], [], []]);
  } finally {
    Object.assign(globalThis, { location });
  }
});
