/** Sizes of pictures that are taken away. */
import { assertEquals, assertRejects } from "@std/assert";
import { parseHTML } from "linkedom";
import { drawBox } from "@/lib/labs/share/svg/draw_box.ts";
import { drawText } from "@/lib/labs/share/svg/draw_text.ts";
import { SVG } from "@/lib/labs/share/svg/sheet.ts";
import { svgPng } from "@/lib/labs/share/svg/svg_png.ts";

/** Draws a picture of a size in a browser that the test holds; tells the canvas's size. */
async function canvasOf(width: number, height: number, blob: Blob | null = new Blob(["png"])) {
  const drawn: unknown[] = [];
  const { Image, document } = globalThis as unknown as Record<string, unknown>;
  const { createObjectURL, revokeObjectURL } = URL;
  const canvas = {
    width: 0,
    height: 0,
    getContext: () => ({ drawImage: (_: unknown, ...box: number[]) => drawn.push(box) }),
    toBlob: (done: (blob: Blob | null) => void) => done(blob),
  };
  let open = 0;
  URL.createObjectURL = () => `blob:${++open}`;
  URL.revokeObjectURL = () => void open--;
  Object.assign(globalThis, {
    Image: class {
      readonly naturalWidth = width;
      readonly naturalHeight = height;
      decode = () => Promise.resolve();
    },
    document: { createElement: () => canvas },
  });
  try {
    await svgPng("<svg/>");
    return [canvas.width, canvas.height, drawn];
  } finally {
    assertEquals(open, 0, "the file's address is given back");
    Object.assign(globalThis, { Image, document });
    Object.assign(URL, { createObjectURL, revokeObjectURL });
  }
}

Deno.test("a PNG has two pixels for one, and 8,192 of them on a side at most", async () => {
  assertEquals(await canvasOf(300, 101), [600, 202, [[0, 0, 600, 202]]]);
  assertEquals(await canvasOf(4096, 3), [8192, 6, [[0, 0, 8192, 6]]]);
  assertEquals(await canvasOf(4098, 2049), [8192, 4096, [[0, 0, 8192, 4096]]]);
  assertEquals((await canvasOf(100, 16_384)).slice(0, 2), [50, 8192]);
  await assertRejects(() => canvasOf(1, 1, null), Error, "Cannot draw the picture");
});

Deno.test("2,000 characters of a text are drawn, each line where it stands", () => {
  const { document } = parseHTML("<body><p></p></body>") as unknown as { readonly document: Document };
  const page = { document: globalThis.document, getComputedStyle: globalThis.getComputedStyle };
  // Lines of 1,500 characters, 20 pixels high.
  const rectAt = (start: number) => {
    const top = 20 * Math.floor(start / 1500);
    return { left: 10, right: 90, top, bottom: top + 20 } as DOMRect;
  };
  let start = 0;
  Object.assign(document, {
    createRange: () => ({
      setStart: (_: Node, at: number) => start = at,
      setEnd: () => {},
      getBoundingClientRect: () => rectAt(start),
    }),
  });
  const style = {
    textAlign: "left",
    color: "black",
    opacity: "1",
    fontFamily: "x",
    fontSize: "10px",
    fontWeight: "400",
  };
  Object.assign(globalThis, { document, getComputedStyle: () => style });
  try {
    const into = document.createElementNS(SVG, "g") as SVGElement;
    const sheet = { into, left: 4, top: 1, right: 0, bottom: 0 };
    const node = document.createTextNode("x".repeat(2001));
    document.querySelector("p")!.append(node);
    drawText(node, sheet);
    const texts = [...into.children].map((each) => [
      each.textContent!.length,
      ...["x", "y", "text-anchor"].map((name) => each.getAttribute(name)),
    ]);
    assertEquals(texts, [[1500, "6", "12.5", "start"], [500, "6", "32.5", "start"]]);
    assertEquals([sheet.right, sheet.bottom], [90, 40]);
  } finally {
    Object.assign(globalThis, page);
  }
});

Deno.test("a box is drawn by its tint and by those of its sides that can be seen, from the sheet's corner", () => {
  const { document } = parseHTML("<body><p></p></body>") as unknown as { readonly document: Document };
  const { HTMLTableElement, getComputedStyle } = globalThis as unknown as Record<string, unknown>;
  const page = { document: globalThis.document, HTMLTableElement, getComputedStyle };
  const sides: Record<string, string> = {
    "border-left-width": "2px",
    "border-left-color": "rgb(1, 2, 3)",
    "border-left-style": "solid",
    "border-bottom-width": "1px",
    "border-bottom-color": "rgb(4, 5, 6)",
    "border-bottom-style": "solid",
    "border-top-width": "1px",
    "border-top-color": "rgba(0, 0, 0, 0)",
    "border-top-style": "solid",
    "border-right-width": "0px",
    "border-right-color": "black",
    "border-right-style": "none",
  };
  const style = {
    backgroundColor: "rgb(9, 9, 9)",
    borderTopLeftRadius: "3px",
    getPropertyValue: (name: string) => sides[name] ?? "",
  };
  Object.assign(globalThis, { document, HTMLTableElement: class {}, getComputedStyle: () => style });
  try {
    const into = document.createElementNS(SVG, "g") as SVGElement;
    const sheet = { into, left: 10, top: 20, right: 0, bottom: 0 };
    const element = document.querySelector("p")!;
    const rect = { left: 15, top: 30, right: 55, bottom: 37, width: 40, height: 7 } as DOMRect;
    Object.assign(element, { getBoundingClientRect: () => rect });
    drawBox(element, sheet);
    const drawn = [...into.children].map((each) =>
      Object.fromEntries([...each.attributes].map(({ name, value }) => [name, value]))
    );
    assertEquals(drawn, [
      { x: "5", y: "10", width: "40", height: "7", rx: "3", fill: "rgb(9, 9, 9)" },
      { x1: "5", y1: "10", x2: "5", y2: "17", stroke: "rgb(1, 2, 3)", "stroke-width": "2" },
      { x1: "5", y1: "17", x2: "45", y2: "17", stroke: "rgb(4, 5, 6)", "stroke-width": "1" },
    ]);
    assertEquals([sheet.right, sheet.bottom], [55, 37]);
  } finally {
    Object.assign(globalThis, page);
  }
});
