import { putTyped, typedFields } from "./typed_fields.ts";

/** Gives the page back what the server rendered, with what the visitor typed since, and says so. */
export function putBack(element: HTMLElement, serverRendered: HTMLElement): void {
  const typed = typedFields(element);
  const note = document.createElement("p");
  note.className = "notice";
  note.setAttribute("role", "status");
  note.textContent = element.querySelector("form") || serverRendered.querySelector("form")
    ? "This part could not start in your browser. Its form still works: the server computes it."
    : "This part could not start in your browser. Load the page again to try once more.";
  element.replaceChildren(note, ...serverRendered.cloneNode(true).childNodes);
  putTyped(element, typed);
}
