/**
 * A thread that measures one shipped model: gets its name, answers with the results.
 *
 * @module
 */
import type { ShippedName } from "@/lib/embedded/shipped.ts";
import type { CheckResults } from "@/lib/server/models/card.ts";
import { checkModel } from "./check_model.ts";

interface Scope {
  onmessage: ((event: MessageEvent<ShippedName>) => void) | null;
  postMessage(results: CheckResults): void;
}

const scope = globalThis as unknown as Scope;

scope.onmessage = async ({ data }) => scope.postMessage(await checkModel(data));
