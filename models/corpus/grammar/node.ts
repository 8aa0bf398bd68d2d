/**
 * The building blocks of the corpus grammar. A document is a tree of nodes; generating it makes one weighted
 * choice after another, and a slot (a customer, a place, a number) is drawn where it is first used and then
 * keeps its value, which is what gives the text its long-range agreement.
 *
 * @module
 */

/** What a slot can be bound to: a word, or a record of forms (`{ name, they, their }`). */
export type SlotValue = string | number | { readonly [form: string]: string };

/** Values that slots have been bound to so far in a document. */
export type Bindings = { readonly [slot: string]: SlotValue };

/** Values with weights; weights need not sum to 1. May depend on what is bound already. */
export type Weighted<T> = readonly (readonly [weight: number, value: T])[];

/** A piece of a document. */
export type Node =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "sequence"; readonly parts: readonly Node[] }
  | { readonly kind: "choice"; readonly options: Weighted<Node> }
  | { readonly kind: "slot"; readonly slot: string; readonly form: string | null }
  | { readonly kind: "draw"; readonly slot: string; readonly from: Distribution }
  | { readonly kind: "compute"; readonly text: (bindings: Bindings) => string }
  | { readonly kind: "again"; readonly node: () => Node };

/** Where a slot's value comes from. */
export type Distribution = Weighted<SlotValue> | ((bindings: Bindings) => Weighted<SlotValue>);

/** Options chosen with the given weights. */
export function pick(...options: (readonly [weight: number, node: Node | string])[]): Node {
  return { kind: "choice", options: options.map(([weight, node]) => [weight, toNode(node)]) };
}

/** Options chosen with equal weights. */
export function any(...options: (Node | string)[]): Node {
  return pick(...options.map((node) => [1, node] as const));
}

/** Nodes one after another; a string is a template, see {@linkcode template}. */
export function all(...parts: (Node | string)[]): Node {
  return { kind: "sequence", parts: parts.map(toNode) };
}

/** The node with this chance, else nothing. */
export function maybe(chance: number, node: Node | string): Node {
  return pick([chance, node], [1 - chance, ""]);
}

/** Draws a slot that is not drawn yet; its first mention decides when. */
export function draw(slot: string, from: Distribution): Node {
  return { kind: "draw", slot, from };
}

/** Text worked out from the slots bound so far. */
export function compute(text: (bindings: Bindings) => string): Node {
  return { kind: "compute", text };
}

/** A node that may hold itself: it is only looked up when a document gets there. */
export function again(node: () => Node): Node {
  return { kind: "again", node };
}

/** Each value equally likely. */
export function evenly<T>(values: readonly T[]): Weighted<T> {
  return values.map((value) => [1, value]);
}

/**
 * Values with weights that fall as 1 / rank, as word frequencies do (Zipf), so that some names are common
 * and most are rare.
 */
export function zipf<T>(values: readonly T[]): Weighted<T> {
  return values.map((value, index) => [1 / (index + 2), value]);
}

/**
 * Reads a template: `{slot}` is the slot's value, `{slot.form}` one form of it, all else is text.
 *
 * @throws {SyntaxError} If a brace is not closed.
 */
export function template(source: string): Node {
  const parts: Node[] = [];
  let rest = source;
  while (rest !== "") {
    const open = rest.indexOf("{");
    if (open !== 0) parts.push({ kind: "text", text: open < 0 ? rest : rest.slice(0, open) });
    if (open < 0) break;
    const close = rest.indexOf("}", open);
    if (close < 0) throw new SyntaxError(`Brace is not closed in template "${source}"`);
    const [slot = "", form = null] = rest.slice(open + 1, close).split(".");
    parts.push({ kind: "slot", slot, form });
    rest = rest.slice(close + 1);
  }
  return parts.length === 1 ? parts[0]! : { kind: "sequence", parts };
}

/** Text with braces in it, taken as it stands. */
export function verbatim(text: string): Node {
  return { kind: "text", text };
}

function toNode(node: Node | string): Node {
  return typeof node === "string" ? template(node) : node;
}
