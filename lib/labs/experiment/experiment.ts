/**
 * The experiment of a page: what its fields hold, what was typed and cannot be read, and how both are kept in the
 * address and the browser's history. Every lab has one; what it computes from it is the lab's own. No DOM.
 *
 * Typing replaces the entry of the history at its own pace; an act makes one, which Back undoes.
 *
 * @module
 */
import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type AddressForm, boundedAddress } from "@/lib/experiment/bounded_address.ts";
import { isSame, type Notice, type ParsedQuery } from "@/lib/experiment/codec.ts";
import { BadValue } from "@/lib/experiment/fields/field.ts";
import { createAddressPace } from "@/lib/labs/address_pace.ts";
import { type Drafts, unreadTexts } from "@/lib/labs/experiment/drafts.ts";
import { readHistoryState } from "@/lib/labs/experiment/history_state.ts";
import type { ExperimentPorts } from "@/lib/labs/experiment/ports.ts";

/** A name of a query's field. */
export type FieldName<Q> = Extract<keyof Q, string>;

/** What an address holds, and the texts in it that cannot be read where their fields are to show them. */
export interface OpenedQuery<Q> extends ParsedQuery<Q> {
  readonly drafts?: Drafts;
}

/** What makes one lab's experiment another than the next one's. */
export interface ExperimentKind<Q extends object> extends AddressForm<Q> {
  /** Reads an address' query. Total. */
  readonly read: (params: URLSearchParams) => OpenedQuery<Q>;
}

/** An entry of the history as the browser shows it. */
export interface Place {
  /** The query that its address means. */
  readonly params: URLSearchParams;
  /** What it keeps beside. */
  readonly state: unknown;
  /** Whether its address is the page's own, and no stored experiment's. */
  readonly isOwn: boolean;
}

/** An experiment and what can be done to it. */
export interface Experiment<Q extends object> extends Pick<AddressForm<Q>, "base" | "fields"> {
  readonly query: Signal<Q>;
  readonly drafts: Signal<Drafts>;
  /** Parts of the address that could not be used. */
  readonly notices: Signal<readonly Notice[]>;
  /** Whether everything that was typed could be read: the result is that of what is shown. */
  readonly isCurrent: ReadonlySignal<boolean>;
  /** Names of what was changed last; none at first. */
  readonly moved: Signal<readonly string[]>;
  /** Fields that the address could not hold. */
  readonly leftOut: ReadonlySignal<readonly FieldName<Q>[]>;
  /** How many acts Back can undo. */
  readonly depth: ReadonlySignal<number>;
  /** Changes fields: by typing, or by an act of its own. */
  set(patch: Partial<Q>, how?: "replace" | "push"): void;
  /** Keeps a text that a field cannot use, with the reason. */
  refuse(name: FieldName<Q>, text: string, error: string): void;
  /** Takes the state of an address: that of a link is an act of its own. */
  open(params: URLSearchParams, how: "replace" | "push"): void;
  /** Makes an entry for what is shown over one for another query, which the current entry held before it was typed over. */
  pushOver(before: Q): void;
  /**
   * Takes an entry of the history, and writes nothing.
   *
   * @param isShown Whether what its address means is shown already.
   */
  restore(place: Place, isShown?: boolean): void;
  /** Writes the address again, soon. */
  rewrite(): void;
  /** Writes what is waiting. */
  flush(): void;
  /** The query as an address without bounds would hold it. */
  params(): URLSearchParams;
}

/** Creates the experiment that a page opens with. */
export function createExperiment<Q extends object>(
  kind: ExperimentKind<Q>,
  start: OpenedQuery<Q>,
  { history, clock }: ExperimentPorts,
): Experiment<Q> {
  const { base, fields } = kind;
  const query = signal(start.query);
  const drafts = signal<Drafts>(start.drafts ?? {});
  const notices = signal(start.notices);
  const moved = signal<readonly string[]>([]);
  const leftOut = signal<readonly FieldName<Q>[]>([]);
  const depth = signal(0);
  const pace = createAddressPace((how) => write(how, query.peek()), clock);
  const textOf = (of: Q) => kind.format(of).toString();

  function write(how: "replace" | "push", of: Q): void {
    const bounded = boundedAddress(kind, of);
    batch(() => {
      leftOut.value = bounded.leftOut;
      if (how === "push") depth.value = depth.peek() + 1;
    });
    const state = { query: textOf(of), drafts: unreadTexts(drafts.peek()), depth: depth.peek() };
    history[how](bounded.address, state);
  }

  function change(how: "replace" | "push", act: () => void): void {
    // What waits belongs to the entry before.
    if (how === "push") pace.flush();
    batch(act);
    if (how === "push") pace.push();
    else pace.replaceSoon();
  }

  function take(patch: Partial<Q>): void {
    const before = query.peek();
    const after = query.value = { ...before, ...patch };
    const names = Object.keys(patch) as FieldName<Q>[];
    moved.value = names.filter((name) => !isSame(fields[name], before[name], after[name]));
    const others = { ...drafts.peek() };
    // What nobody typed stays the same object: tokens that arrive draw no field again.
    if (!names.some((name) => name in others)) return;
    for (const name of names) delete others[name];
    drafts.value = others;
  }

  function keepDraft(name: string, text: string, error: string): void {
    drafts.value = { ...drafts.peek(), [name]: { text, error } };
  }

  function show(opened: OpenedQuery<Q>): void {
    query.value = opened.query;
    drafts.value = opened.drafts ?? {};
    notices.value = opened.notices;
  }

  function restore({ params, state, isOwn }: Place, isShown = false): void {
    const kept = readHistoryState(fields, state);
    const shown = textOf(query.peek());
    batch(() => {
      if (!isShown || (kept.query ?? shown) !== shown) {
        show(kind.read(kept.query === undefined ? params : new URLSearchParams(kept.query)));
      }
      if (kept.values) query.value = { ...query.peek(), ...kept.values };
      for (const [name, text] of Object.entries(kept.drafts)) {
        const value = fields[name as FieldName<Q>]?.parse([text]);
        if (value instanceof BadValue) keepDraft(name, text, value.reason);
      }
      depth.value = kept.depth;
      leftOut.value = isOwn ? boundedAddress(kind, query.peek()).leftOut : [];
    });
  }

  return {
    base,
    fields,
    query,
    drafts,
    notices,
    moved,
    leftOut,
    depth,
    isCurrent: computed(() => Object.values(drafts.value).every(({ error }) => error === null)),
    set: (patch, how = "replace") => change(how, () => take(patch)),
    refuse: (...draft) => change("replace", () => keepDraft(...draft)),
    open: (params, how) => change(how, () => show(kind.read(params))),
    pushOver(before) {
      pace.flush();
      write("replace", before);
      pace.push();
    },
    restore,
    rewrite: pace.replaceSoon,
    flush: pace.flush,
    params: () => kind.format(query.peek()),
  };
}
