/**
 * Keeps the experiment in the address bar: typing replaces the entry, acts make one that Back undoes.
 *
 * @module
 */
import { experimentAddress, type LeftOutName } from "@/lib/experiment/address.ts";
import { DEFAULT_QUERY, type PredictorQuery } from "@/lib/experiment/predictor_query.ts";
import type { AddressState, PredictorPorts } from "@/lib/labs/predictor/ports.ts";
import type { PredictorState } from "@/lib/labs/predictor/predictor_state.ts";

/** Milliseconds between two changes of the address by typing: browsers refuse more than a hundred in half a minute. */
const REPLACE_PAUSE = 400;

/** Where the last text that no address could hold is kept. */
export const DRAFT_KEY = "predictor-text";

/** Writes the experiment to the address bar. */
export interface AddressKeeper {
  /** Replaces the current entry: the first of several changes at once, those that follow it when they pause. */
  replaceSoon(): void;
  /** Replaces the current entry now, if something is waiting. */
  flush(): void;
  /** Makes an entry for the current experiment; Back returns to the one before. */
  push(): void;
}

/** Creates the keeper of a page's address. */
export function createAddressKeeper(state: PredictorState, ports: PredictorPorts): AddressKeeper {
  const { address, clock } = ports;
  let waiting: AbortController | null = null;
  let written = -Infinity;

  function write(how: "replace" | "push"): void {
    waiting?.abort();
    waiting = null;
    written = clock.now();
    const { address: text, leftOut } = experimentAddress(address.base, state.query.peek());
    const fields = fieldsOf(state.query.peek(), leftOut);
    state.leftOut.value = leftOut;
    if (how === "push") state.depth.value++;
    address[how](text, { depth: state.depth.peek(), fields });
    if (fields.text !== undefined) ports.storage.set(DRAFT_KEY, fields.text);
  }

  function replaceSoon(): void {
    // A page that goes can write no address that its reload would see: what is pasted must stand there at once.
    if (!waiting && clock.now() - written >= REPLACE_PAUSE) return write("replace");
    waiting?.abort();
    const controller = waiting = new AbortController();
    clock.wait(REPLACE_PAUSE, controller.signal).then(() => write("replace"), () => {});
  }

  return { replaceSoon, flush: () => void (waiting && write("replace")), push: () => write("push") };
}

/** The experiment that an address and what was kept beside it make together. */
export function withKeptFields(query: PredictorQuery, state: AddressState | null): PredictorQuery {
  return state === null ? query : { ...query, ...state.fields };
}

/** The text of an earlier visit that no address could hold, where it is not the current one. */
export function storedDraft(query: PredictorQuery, ports: PredictorPorts): string | null {
  const draft = ports.storage.get(DRAFT_KEY);
  return draft === query.text || query.text !== DEFAULT_QUERY.text ? null : draft;
}

function fieldsOf(query: PredictorQuery, leftOut: readonly LeftOutName[]): AddressState["fields"] {
  return Object.fromEntries(leftOut.map((name) => [name, query[name]]));
}
