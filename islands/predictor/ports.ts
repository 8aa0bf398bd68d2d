/**
 * The predictor's ports to a browser. Nothing of the browser is touched before it is used, so that the server can
 * render the same island.
 *
 * @module
 */
import type { PredictorPorts, StoragePort } from "@/lib/labs/predictor/ports.ts";
import { wait } from "@/lib/models/download/wait.ts";
import { PAGE_PORTS } from "../experiment/page_ports.ts";
import { embeddedModels } from "../models/embedded_models.ts";
import { lazyProvider } from "../models/lazy_provider.ts";
import type { PredictorProps } from "./props.ts";

/** Milliseconds that each phase of a step stays visible; none where motion is not wanted. */
const PHASE_TIME = 220;

/** Creates the ports of a page. */
export function browserPorts(props: PredictorProps): PredictorPorts {
  return {
    provider: lazyProvider(props.modelHost, props.held ?? null),
    embedded: embeddedModels(props),
    base: props.base,
    history: PAGE_PORTS.history,
    reload: () => location.reload(),
    storage: localText,
    clock: {
      now: () => performance.now(),
      wait: (milliseconds, signal = new AbortController().signal) => wait(milliseconds, signal),
    },
    random: Math.random,
    phaseTime: wantsMotion() ? PHASE_TIME : 0,
  };
}

const localText: StoragePort = {
  get: (key) => attempt(() => localStorage.getItem(key)) ?? null,
  set: (key, value) => void attempt(() => localStorage.setItem(key, value)),
  remove: (key) => void attempt(() => localStorage.removeItem(key)),
};

/** Storage can be blocked or full: then nothing is kept, and nothing breaks. */
function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

function wantsMotion(): boolean {
  return globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches === false;
}
