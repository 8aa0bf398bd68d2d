/**
 * Derivations: how far a document has been unfolded, and every way it can go on. Generating follows one
 * branch; the exact distribution follows all that agree with the text so far.
 *
 * @module
 */
import type { Bindings, Distribution, Node, SlotValue, Weighted } from "./node.ts";

/** What is still to be unfolded, as a linked list: branches share their tails. */
interface Pending {
  readonly node: Node;
  readonly next: Pending | null;
}

/** A partly unfolded document. */
export interface Derivation {
  readonly pending: Pending | null;
  readonly bindings: Bindings;
}

/** One way a derivation goes on: with this chance, these characters. `text` is null at the end of the document. */
export interface Branch {
  readonly chance: number;
  readonly text: string | null;
  readonly derivation: Derivation;
}

/** A document that has not begun. */
export function start(root: Node): Derivation {
  return { pending: { node: root, next: null }, bindings: {} };
}

/**
 * Unfolds a derivation as far as its next characters, in every way it can go.
 *
 * The chances sum to 1. Empty texts are unfolded further, so each branch has characters or is the end.
 *
 * @throws {ReferenceError} If a slot is used that nothing draws.
 */
export function branches(derivation: Derivation, chance = 1, into: Branch[] = []): Branch[] {
  const { pending, bindings } = derivation;
  if (pending === null) {
    into.push({ chance, text: null, derivation });
    return into;
  }
  const { node, next } = pending;
  const goOn = (text: string) => emit(text, { pending: next, bindings }, chance, into);
  switch (node.kind) {
    case "text":
      return goOn(node.text);
    case "compute":
      return compute(node.text, derivation, chance, into);
    case "sequence":
      return branches({ pending: prepend(node.parts, next), bindings }, chance, into);
    case "again":
      return branches({ pending: { node: node.node(), next }, bindings }, chance, into);
    case "choice":
      return fork(
        node.options,
        chance,
        (option, share) => branches({ pending: { node: option, next }, bindings }, share, into),
        into,
      );
    case "draw":
      return branches({ pending: next, bindings: withSource(bindings, node.slot, node.from) }, chance, into);
    case "slot":
      return useSlot(node.slot, node.form, derivation, chance, into);
  }
}

function emit(text: string, derivation: Derivation, chance: number, into: Branch[]): Branch[] {
  if (text === "") return branches(derivation, chance, into);
  into.push({ chance, text, derivation });
  return into;
}

function prepend(parts: readonly Node[], next: Pending | null): Pending | null {
  return parts.reduceRight<Pending | null>((tail, node) => ({ node, next: tail }), next);
}

function fork<T>(
  options: Weighted<T>,
  chance: number,
  visit: (option: T, share: number) => void,
  into: Branch[],
): Branch[] {
  const total = options.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, option] of options) if (weight > 0) visit(option, chance * weight / total);
  return into;
}

function compute(
  text: (bindings: Bindings) => string,
  whole: Derivation,
  chance: number,
  into: Branch[],
): Branch[] {
  const { pending, bindings } = whole;
  const result = evaluate(bindings, text);
  if ("missing" in result) return bind(result.missing, whole, chance, into);
  return emit(result.value, { pending: pending?.next ?? null, bindings }, chance, into);
}

function useSlot(
  slot: string,
  form: string | null,
  whole: Derivation,
  chance: number,
  into: Branch[],
): Branch[] {
  const { pending, bindings } = whole;
  const bound = bindings[slot];
  if (bound === undefined) return bind(slot, whole, chance, into);
  return emit(slotText(slot, bound, form), { pending: pending?.next ?? null, bindings }, chance, into);
}

/** Draws a slot in every way it can fall, then goes on with the node that asked for it. */
function bind(slot: string, whole: Derivation, chance: number, into: Branch[]): Branch[] {
  const source = sourceOf(whole.bindings, slot);
  const result = typeof source === "function" ? evaluate(whole.bindings, source) : { value: source };
  if ("missing" in result) return bind(result.missing, whole, chance, into);
  return fork(
    result.value,
    chance,
    (value, share) =>
      branches({ pending: whole.pending, bindings: { ...whole.bindings, [slot]: value } }, share, into),
    into,
  );
}

/** Runs a function of the bindings; says which slot it asked for that is not bound yet. */
function evaluate<T>(bindings: Bindings, run: (bindings: Bindings) => T): { value: T } | { missing: string } {
  let missing: string | null = null;
  const watched = new Proxy(bindings, {
    get(target, slot) {
      if (typeof slot === "string" && target[slot] === undefined) missing ??= slot;
      return Reflect.get(target, slot);
    },
  });
  const value = run(watched);
  return missing === null ? { value } : { missing };
}

/** A slot's value as text. @throws {ReferenceError} If the value has no such form. */
export function slotText(slot: string, value: SlotValue, form: string | null): string {
  if (typeof value !== "object") return String(value);
  const text = value[form ?? "name"];
  if (text === undefined) throw new ReferenceError(`Slot "${slot}" has no form "${form ?? "name"}"`);
  return text;
}

const SOURCES = Symbol("sources of slots that are not bound yet");
type WithSources = Bindings & { readonly [SOURCES]?: { readonly [slot: string]: Distribution } };

function withSource(bindings: WithSources, slot: string, from: Distribution): Bindings {
  if (bindings[slot] !== undefined) return bindings;
  const extended: WithSources = { ...bindings, [SOURCES]: { ...bindings[SOURCES], [slot]: from } };
  return extended;
}

function sourceOf(bindings: WithSources, slot: string): Distribution {
  const source = bindings[SOURCES]?.[slot];
  if (source === undefined) throw new ReferenceError(`Slot "${slot}" is used but nothing draws it`);
  return source;
}
