/**
 * Generating: one way down the tree, without the others that derivation.ts keeps track of.
 *
 * @module
 */
import { slotText } from "./derivation.ts";
import type { Bindings, Distribution, Node, SlotValue, Weighted } from "./node.ts";

/** The slots of one document: drawn where they are first asked for. */
interface Slots {
  readonly sources: Map<string, Distribution>;
  readonly values: Map<string, SlotValue>;
  readonly bindings: Bindings;
}

/**
 * Generates one document of a grammar.
 *
 * @param random Uniform numbers from 0 up to 1.
 * @throws {ReferenceError} If a slot is used that nothing draws.
 */
export function sampleDocument(root: Node, random: () => number): string {
  return write(root, createSlots(random), random);
}

function createSlots(random: () => number): Slots {
  const sources = new Map<string, Distribution>();
  const values = new Map<string, SlotValue>();
  const bindings: Bindings = new Proxy({}, { get: (_, slot) => value(String(slot)) });
  function value(slot: string): SlotValue {
    const known = values.get(slot);
    if (known !== undefined) return known;
    const source = sources.get(slot);
    if (source === undefined) throw new ReferenceError(`Slot "${slot}" is used but nothing draws it`);
    const drawn = choose(typeof source === "function" ? source(bindings) : source, random);
    values.set(slot, drawn);
    return drawn;
  }
  return { sources, values, bindings };
}

function write(node: Node, slots: Slots, random: () => number): string {
  switch (node.kind) {
    case "text":
      return node.text;
    case "compute":
      return node.text(slots.bindings);
    case "again":
      return write(node.node(), slots, random);
    case "sequence":
      return node.parts.map((part) => write(part, slots, random)).join("");
    case "choice":
      return write(choose(node.options, random), slots, random);
    case "slot":
      return slotText(node.slot, slots.bindings[node.slot]!, node.form);
    case "draw":
      if (!slots.values.has(node.slot)) slots.sources.set(node.slot, node.from);
      return "";
  }
}

function choose<T>(options: Weighted<T>, random: () => number): T {
  let left = random() * options.reduce((sum, [weight]) => sum + weight, 0);
  const chosen = options.find(([weight]) => (left -= weight) < 0) ?? options.at(-1)!;
  return chosen[1];
}
