import { PAGE_CLOCK } from "@/lib/labs/address_pace.ts";
import type { ExperimentPorts } from "@/lib/labs/experiment/ports.ts";

/** The page's own history and clock. Nothing of the browser is touched before it is used: the server renders islands too. */
export const PAGE_PORTS: ExperimentPorts = {
  history: {
    replace: (address, state) => history.replaceState(state, "", address),
    push: (address, state) => history.pushState(state, "", address),
    back: () => history.back(),
  },
  clock: PAGE_CLOCK,
};
