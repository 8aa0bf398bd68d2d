import { assert, assertEquals, assertRejects } from "@std/assert";
import { h } from "preact";
import { QueueFull } from "@/lib/server/limits/bounded_queue.ts";
import { fontCoverage } from "@/lib/server/preview/font_coverage.ts";
import { rasterize } from "@/lib/server/preview/rasterize.ts";
import { layOutChips } from "@/lib/ui/preview/chip_line.tsx";
import { cutEnd, cutStart } from "@/lib/lm/graphemes.ts";
import { PALETTE } from "@/lib/ui/preview/palette.ts";
import { createPreviewCache } from "@/routes/preview/preview_cache.ts";

const bytes = (length: number) => new Uint8Array(length);
const file = (path: string) => new URL(`../../static/${path}`, import.meta.url);

Deno.test("fontCoverage() reads the characters of a font", async () => {
  const covered = fontCoverage(await Deno.readFile(file("fonts/jetbrains-mono-regular.ttf")));
  const has = (text: string) => [...text].map((each) => covered.has(each.codePointAt(0)!));
  assertEquals(has("aŽЖα·→⟨□"), new Array(8).fill(true));
  assertEquals(has("你ש👩"), [false, false, false]);
  assertEquals(covered.has(0xffff), false);
});

Deno.test("PALETTE is the light theme of the stylesheet", async () => {
  const light = await Deno.readTextFile(file("styles/tokens.css"));
  for (const [name, color] of Object.entries(PALETTE)) {
    assert(light.includes(`--${name}: light-dark(${color}, `), `${name} ${color}`);
  }
});

Deno.test("cutEnd() and cutStart() count what a reader sees", () => {
  assertEquals([cutEnd("abc", 3), cutEnd("abcd", 3), cutStart("abcd", 3)], ["abc", "ab…", "…cd"]);
  assertEquals(cutEnd("👩‍👩‍👧👩‍👩‍👧", 2), "👩‍👩‍👧👩‍👩‍👧");
});

Deno.test("layOutChips() never leaves its area", () => {
  const area = { x: 64, width: 300, size: 20, mostLines: 2 };
  for (const count of [0, 1, 5, 40, 2000]) {
    const chips = Array.from({ length: count }, (_, i) => ({ text: "x".repeat(1 + i * 7 % 60) }));
    const lines = layOutChips(chips, area);
    assert(lines.length <= 2);
    for (const { x, width } of lines.flat()) {
      assert(x >= 64 && x + width <= 364.001, `${count}: ${x} ${width}`);
    }
    if (count > 0) assertEquals(lines.flat().at(-1)!.text.length, Math.min(24, 1 + (count - 1) * 7 % 60));
  }
});

Deno.test("rasterize() draws again after an SVG that is none", async () => {
  await assertRejects(() => rasterize("<svg"));
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>`;
  assert((await rasterize(svg)).length > 60);
});

Deno.test("createPreviewCache() draws one picture at a time, each once, and refuses what would wait too long", async () => {
  let running = 0, most = 0, drawn = 0;
  const shelf = createPreviewCache({ waiting: 2, bytes: 1000 }, async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running--;
    return bytes(++drawn);
  });
  const make = () => Promise.resolve(h("svg", null));
  const [a, again, b] = [shelf.draw("a", make), shelf.draw("a", make), shelf.draw("b", make)];
  await assertRejects(() => shelf.draw("c", make), QueueFull);
  assertEquals([(await a).length, (await again).length, (await b).length], [1, 1, 2]);
  assertEquals([most, drawn, shelf.known("a")?.length, shelf.known("c")], [1, 2, 1, undefined]);
  assertEquals((await shelf.draw("c", make)).length, 3);
});

Deno.test("createPreviewCache() tries again after a drawing that failed", async () => {
  const shelf = createPreviewCache({ waiting: 2, bytes: 1000 }, () => Promise.resolve(bytes(1)));
  await assertRejects(() => shelf.draw("a", () => Promise.reject(new Error("no"))));
  assertEquals((await shelf.draw("a", () => Promise.resolve(h("svg", null)))).length, 1);
});
