import type { EngineCandidate } from "@/lib/training/engines/choose_engine.ts";
import { createPlainEngine } from "@/lib/training/engines/plain_engine.ts";

/** The engine in plain TypeScript as a candidate; `fallback` says when it is taken, where it is a stand-in. */
export function plainCandidate(fallback = ""): EngineCandidate {
  return {
    backend: "cpu",
    fallback,
    create: (spec) => Promise.resolve(createPlainEngine(spec)),
  };
}
