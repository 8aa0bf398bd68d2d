/**
 * Keeps the experiment in the address bar: typing replaces the entry, acts make one that Back undoes.
 *
 * @module
 */
import { experimentAddress, type LeftOutName } from "@/lib/experiment/address.ts";
import { DEFAULT_QUERY, type PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import { type AddressPace, createAddressPace } from "@/lib/labs/address_pace.ts";
import type { AddressState, PredictorPorts } from "@/lib/labs/predictor/ports.ts";
import type { PredictorState } from "@/lib/labs/predictor/predictor_state.ts";

/** Where the last text that no address could hold is kept. */
export const DRAFT_KEY = "predictor-text";

/** Writes the experiment to the address bar. */
export interface AddressKeeper extends AddressPace {
  /** Makes an entry for the current state over one for another, which the current entry held before it was typed over. */
  pushOver(before: PredictorQuery): void;
}

/** Creates the keeper of a page's address. */
export function createAddressKeeper(state: PredictorState, ports: PredictorPorts): AddressKeeper {
  const { address, clock } = ports;
  function write(how: "push" | "replace", query: PredictorQuery): void {
    const { address: text, leftOut } = experimentAddress(address.base, query);
    const fields = fieldsOf(query, leftOut);
    state.leftOut.value = leftOut;
    if (how === "push") state.depth.value++;
    address[how](text, { depth: state.depth.peek(), fields });
    if (fields.text !== undefined) ports.storage.set(DRAFT_KEY, fields.text);
  }

  const pace = createAddressPace((how) => write(how, state.query.peek()), clock);
  return {
    ...pace,
    pushOver(before) {
      pace.flush();
      write("replace", before);
      pace.push();
    },
  };
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
