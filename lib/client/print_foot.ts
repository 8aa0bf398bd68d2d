/**
 * Writes the foot of a printed page: the whole link, the settings and a QR code. The code is drawn here, in the tab.
 *
 * @module
 */
import { askLab } from "@/lib/labs/share/read_experiment.ts";
import { type PrintedLink, printedLink, type ShortAddress } from "@/lib/labs/share/print/printed_link.ts";
import { qrCode } from "@/lib/labs/share/print/qr_code.ts";

const SVG = "http://www.w3.org/2000/svg";

addEventListener("beforeprint", write);
// The first print may be what has brought this module.
if (matchMedia("print").matches) write();

function write(): void {
  const foot = document.querySelector(".print-foot");
  if (foot === null) return;
  askLab(document);
  const { shortLink, shortLinkOf } = document.documentElement.dataset;
  const short: ShortAddress | null = shortLink && shortLinkOf !== undefined
    ? { url: shortLink, of: shortLinkOf }
    : null;
  foot.replaceChildren(...partsOf(printedLink(location.href, history.state, short)));
}

function partsOf({ link, settings, coded, note }: PrintedLink): HTMLElement[] {
  const text = document.createElement("div");
  if (settings.length > 0) {
    const list = settings.map(([name, value]) => `${name}: ${value}`).join(" · ");
    text.append(paragraph(`Settings: ${list}`));
  }
  if (link !== null) text.append(paragraph(link));
  if (note !== null) text.append(paragraph(note));
  return coded === null || document.querySelector("figure.qr") ? [text] : [text, figureOf(coded)];
}

function paragraph(text: string): HTMLElement {
  const element = document.createElement("p");
  element.textContent = text;
  return element;
}

function figureOf(address: string): HTMLElement {
  const { size, d } = qrCode(address);
  const figure = document.createElement("figure");
  figure.dataset["address"] = address;
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `-2 -2 ${size + 4} ${size + 4}`);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", d);
  svg.append(path);
  figure.append(svg);
  return figure;
}
