/** Pictures of a part of a page: what is drawn, where, and how large the sheet is. The page's boxes stand in its markup. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { parseHTML } from "linkedom";
import { drawSvg } from "@/lib/labs/share/svg/draw_svg.ts";
import { SVG } from "@/lib/labs/share/svg/sheet.ts";

const FACTS = { title: "A title", description: "From a page" };

/** An element's box: what its `data-box` says, as left, top, width and height. */
function boxOf(element: Element | null): DOMRect {
  const [left = 0, top = 0, width = 0, height = 0] = (element?.getAttribute("data-box") ?? "").split(" ").map(
    Number,
  );
  return { left, top, width, height, right: left + width, bottom: top + height } as DOMRect;
}

/** A style: the declarations of the element's `data-style`, or of that of its pseudo-element. */
function styleOf(element: Element, place = ""): CSSStyleDeclaration {
  const declared = element.getAttribute(`data-style${place.replace("::", "-")}`) ?? "";
  const entries = declared.split(";").filter(Boolean).map((each) => each.split(":") as [string, string]);
  const style = Object.fromEntries(entries);
  return {
    backgroundColor: "",
    borderTopLeftRadius: "0px",
    color: "black",
    content: "none",
    fontFamily: "serif",
    fontSize: "10px",
    fontWeight: "400",
    opacity: "1",
    textAlign: "start",
    getPropertyValue: (name: string) => style[name] ?? "",
    ...style,
  } as unknown as CSSStyleDeclaration;
}

/** The elements of a name, as a class that can be asked for them. */
function named(name: string) {
  return { [Symbol.hasInstance]: (element: Element) => element.tagName?.toLowerCase() === name };
}

/** Draws the markup's first element as a page with these boxes would; the picture, parsed. */
function pictureOf(markup: string): Element {
  const { document, Element, Text } = parseHTML(
    `<html><body>${markup}</body></html>`,
  ) as unknown as Record<string, unknown> & { readonly document: Document };
  const globals = globalThis as unknown as Record<string, unknown>;
  const before = Object.fromEntries(
    [
      "document",
      "getComputedStyle",
      "SVGSVGElement",
      "HTMLInputElement",
      "HTMLTableElement",
      "Element",
      "Text",
      "XMLSerializer",
    ].map((name) => [name, globals[name]]),
  );
  for (const element of document.querySelectorAll("body *")) {
    Object.assign(element, {
      getBoundingClientRect: () => boxOf(element),
      checkVisibility: () => !element.hasAttribute("data-hidden"),
    });
  }
  const create = document.createElement.bind(document);
  let within: Element | null = null;
  Object.assign(document, {
    createElement: (name: string) =>
      name === "canvas"
        ? { getContext: () => ({ font: "", measureText: (text: string) => ({ width: 9.1 * text.length }) }) }
        : create(name),
    createRange: () => ({
      setStart: (node: Text) => within = node.parentElement,
      setEnd: () => {},
      getBoundingClientRect: () => boxOf(within),
    }),
  });
  Object.assign(globals, {
    document,
    getComputedStyle: styleOf,
    SVGSVGElement: named("svg"),
    HTMLInputElement: named("input"),
    HTMLTableElement: named("table"),
    Element,
    Text,
    XMLSerializer: class {
      serializeToString = (element: Element) => element.outerHTML;
    },
  });
  try {
    const text = drawSvg(document.body.firstElementChild!, FACTS);
    assertStringIncludes(text, '<?xml version="1.0" encoding="UTF-8"?>\n<svg ');
    return parseHTML(text.slice(text.indexOf("<svg"))).document.documentElement as unknown as Element;
  } finally {
    Object.assign(globals, before);
  }
}

const attributes = (element: Element, ...names: string[]) => names.map((name) => element.getAttribute(name));

/** What is drawn: each element's name, place and text. */
function drawn(picture: Element): unknown[] {
  const group = picture.querySelector("g")!;
  return [...group.children].map((each) => [
    each.tagName.toLowerCase(),
    Number(each.getAttribute("x")),
    Number(each.getAttribute("y")),
    each.textContent,
  ]);
}

Deno.test("a picture is as large as what is drawn and a margin, on the first color behind it", () => {
  const picture = pictureOf(
    `<figure data-box="10 20 200 90"><p data-box="30 40 100.2 20" data-style="color:red">One line</p></figure>`,
  );
  // From the figure's corner to the text's end: 120.2 by 40, and 12 at each side.
  assertEquals(attributes(picture, "xmlns", "width", "height", "viewBox", "role"), [
    SVG,
    "145",
    "64",
    "0 0 145 64",
    "img",
  ]);
  assertEquals(picture.querySelector("g")!.getAttribute("transform"), "translate(12 12)");
  const background = picture.querySelector("rect")!;
  assertEquals(attributes(background, "width", "height", "fill"), ["145", "64", "#fff"]);
  assertEquals([...picture.children].map((each) => each.tagName.toLowerCase()), [
    "title",
    "desc",
    "rect",
    "g",
  ]);
  assertEquals([picture.querySelector("title")!.textContent, picture.querySelector("desc")!.textContent], [
    "A title",
    "From a page",
  ]);
  const text = picture.querySelector("g > text")!;
  assertEquals(attributes(text, "x", "y", "fill", "textLength", "text-anchor"), [
    "20",
    "33.5",
    "red",
    "100.2",
    "start",
  ]);
});

Deno.test("a picture whose caption is only read aloud has its title above it, and is as wide as that", () => {
  const caption = '<figcaption class="vh" data-box="0 0 50 9">Heard</figcaption>';
  const picture = pictureOf(
    `<figure data-box="10 20 40 90" data-style="color:navy;backgroundColor:rgb(9, 9, 9)">${caption}</figure>`,
  );
  // Seven characters of 9.1, 12 at each side; the title's 28, and the figure's own tint of 40 by 90 pixels.
  assertEquals(attributes(picture, "width", "height"), ["88", "142"]);
  assertEquals(picture.querySelector("g")!.getAttribute("transform"), "translate(12 40)");
  const title = picture.lastElementChild!;
  assertEquals([title.textContent, ...attributes(title, "x", "y", "fill", "font-size", "font-weight")], [
    "A title",
    "12",
    "26",
    "navy",
    "16px",
    "600",
  ]);
  assertEquals(attributes(title, "textLength", "font-family"), ["63.7", "serif"]);
  assertEquals(picture.querySelector("rect")!.getAttribute("fill"), "rgb(9, 9, 9)");
  const wide = pictureOf(
    `<table data-box="10 20 400 90"><caption class="vh">Heard</caption><tr data-box="10 20 400 90" ` +
      `data-style="backgroundColor:red"></tr></table>`,
  );
  assertEquals(attributes(wide, "width", "height"), ["424", "142"]);
  const seen = pictureOf(
    `<figure data-box="10 20 40 90"><figcaption data-box="12 20 30 10">Seen</figcaption></figure>`,
  );
  assertEquals([attributes(seen, "width", "height"), seen.lastElementChild!.tagName.toLowerCase()], [
    ["56", "34"],
    "g",
  ]);
});

Deno.test("what is hidden, only pressed or only heard is not drawn; a token that can be pressed is", () => {
  const at = 'data-box="0 0 30 10"';
  const markup = [
    `<p ${at} data-hidden>hidden</p>`,
    `<p data-box="0 0 1 10">clipped</p>`,
    `<p data-box="0 0 1.5 10">narrow</p>`,
    `<details ${at}>folded</details>`,
    `<span class="tip" ${at}>tip</span>`,
    `<span class="vh" ${at}>heard</span>`,
    `<button ${at}>pressed</button>`,
    `<button class="choose" ${at}>chosen</button>`,
    `<button class="row-head" ${at}>head</button>`,
    `<button ${at}><span class="chip" ${at}>chip</span></button>`,
    `<input type="hidden" value="no" ${at}>`,
    `<input type="range" value="3" ${at}>`,
    `<input type="number" value="0.7" ${at}>`,
    `<p ${at}> \n </p>`,
  ];
  const picture = pictureOf(`<div data-box="0 0 90 90">${markup.join("")}</div>`);
  assertEquals(drawn(picture).map((each) => (each as unknown[]).at(-1)), [
    "narrow",
    "chosen",
    "head",
    "chip",
    "0.7",
  ]);
});

Deno.test("a field's value ends at its right side, a mark stands in the middle, aligned text at its end", () => {
  const picture = pictureOf(
    `<div data-box="100 50 300 90">
      <input type="number" value="0.7" data-box="110 60 80 20">
      <span class="tp" data-box="200 60 10 30" data-style-before='content:"·" / ""'></span>
      <td data-box="300 60 40 12" data-style="textAlign:right;fontSize:20px">12 %</td>
      <td data-box="300 80 40 12" data-style="textAlign:end">1</td>
    </div>`,
  );
  assertEquals(drawn(picture), [
    ["text", 82, 23.5, "0.7"],
    ["text", 105, 28.5, "·"],
    ["text", 240, 23, "12 %"],
    ["text", 240, 39.5, "1"],
  ]);
  const [field, mark, cell, one] = picture.querySelectorAll("g > text");
  const anchors = [field, mark, cell, one].map((each) => attributes(each!, "text-anchor", "textLength"));
  // One character keeps its width in any font, a field's and a mark's box are wider than what stands in them.
  assertEquals(anchors, [["end", null], ["middle", null], ["end", "40"], ["end", null]]);
});

Deno.test("a drawing of the page is copied to its place with the stylesheet's values, and says nothing of its own", () => {
  const picture = pictureOf(
    `<div data-box="100 50 300 90"><svg role="img" aria-label="bars" data-box="120 60 50.5 30" viewBox="0 0 10 10">` +
      `<path class="bar" d="M0 0h1" data-style="fill:teal;display:inline;stroke:"></path>` +
      `<path d="M0 0h1" data-style="display:none"></path></svg></div>`,
  );
  const copy = picture.querySelector("g > svg")!;
  assertEquals(attributes(copy, "x", "y", "width", "height", "overflow", "role", "aria-label"), [
    "20",
    "10",
    "50.5",
    "30",
    "visible",
    null,
    null,
  ]);
  const [bar, hidden] = copy.querySelectorAll("path");
  assertEquals(attributes(bar!, "fill", "display", "stroke"), ["teal", null, null]);
  assertEquals(bar!.getAttribute("class") || null, null);
  assertEquals(hidden!.getAttribute("display"), "none");
});

Deno.test("what XML cannot hold is replaced in a picture's texts", () => {
  const picture = pictureOf(`<div data-box="0 0 90 90"><p data-box="0 0 30 10">a\u0001b\ufffe</p></div>`);
  assertEquals(picture.querySelector("g > text")!.textContent, "a\ufffdb\ufffd");
});
