import { writeEntry } from "./last_write.ts";
import { PAGE_CLOCK } from "@/lib/labs/address_pace.ts";
import type { ExperimentPorts } from "@/lib/labs/experiment/ports.ts";

/** The page's own history and clock. Nothing of the browser is touched before it is used: the server renders islands too. */
export const PAGE_PORTS: ExperimentPorts = {
  history: {
    replace: (address, state) => writeEntry("replaceState", address, state),
    push: (address, state) => writeEntry("pushState", address, state),
    back: () => history.back(),
  },
  clock: PAGE_CLOCK,
};
