/**
 * The site: `deno run main.ts` serves it, and the default export is its `fetch`.
 *
 * @module
 */
import { EMBEDDED_MODELS } from "@/lib/experiment/fields/predictor_query.ts";
import type { ExperimentStore } from "@/lib/experiment/store/experiment_store.ts";
import { openExperimentStore } from "@/lib/experiment/store/open_store.ts";
import { isDevelopment } from "@/lib/server/assets/bundle.ts";
import { type Config, readConfig } from "@/lib/server/config.ts";
import { hostRefusal, judgeRequest } from "@/lib/server/door.ts";
import { answerHead } from "@/lib/server/head.ts";
import { createLoopTurns } from "@/lib/server/limits/loop_turns.ts";
import { serveRenewed } from "@/lib/server/limits/serve_renewed.ts";
import { useModelThreads } from "@/lib/server/models/shipped_models.ts";
import { writeLine, writeWarning } from "@/lib/server/observe/log.ts";
import type { LogEntry } from "@/lib/server/observe/log_entry.ts";
import { createLoopMonitor } from "@/lib/server/observe/loop_monitor.ts";
import { isTelemetryOn, keepAddressesHome, withSpanNames } from "@/lib/server/observe/telemetry.ts";
import { type Fetch, quickAnswers } from "@/routes/api/quick_answers.ts";
import { endpoints } from "@/routes/api/endpoints.ts";
import { rateLimit } from "@/routes/api/rate_limit.ts";
import { type AppParts, createApp } from "@/routes/create_app.ts";
import { openThreads } from "@/routes/threads/open_threads.ts";

/** Milliseconds for answers that are under way when the server is to end. */
const LAST_ANSWERS = 5000;

/** The site as a server calls it; it stores experiments where it is given a store. */
export function createSite(
  config: Config,
  log: (entry: LogEntry) => void = writeLine,
  store: ExperimentStore | null = null,
  parts: Omit<AppParts, "store" | "take" | "turns"> = {},
): Fetch {
  const now = () => performance.now();
  const take = rateLimit(config, now);
  // Without a limit clients are not told apart.
  const turns = config.rateLimit === 0 ? null : createLoopTurns();
  const app = createApp(config, log, { ...parts, store, take, turns });
  const site: Fetch = (request, bindings) => app.fetch(request, bindings);
  const quick = quickAnswers(site, { endpoints, config, take, log, now });
  return (request, bindings) => {
    const judged = judgeRequest(request);
    if (judged === null) return hostRefusal(config);
    return judged.method === "HEAD" ? answerHead(quick, judged, bindings) : quick(judged, bindings);
  };
}

const isTraced = isTelemetryOn();
if (isTraced) keepAddressesHome();

const config = readConfig((name) => Deno.env.get(name));
const log = isTraced ? withSpanNames(writeLine) : writeLine;
const store = await openExperimentStore(config.experiments, writeWarning);
let site: Fetch | null = null;

/** The one site of this process, with its threads: they start when somebody is to be answered, not by an import. */
function startedSite(): Fetch {
  return site ??= isDevelopment ? createSite(config, log, store) : createSite(config, log, store, {
    means: openThreads({ config, storeKind: store?.kind ?? null }, log),
    monitor: createLoopMonitor({ now: () => performance.now(), warn: writeWarning }),
  });
}

export default {
  fetch: (request: Request, info?: Deno.ServeHandlerInfo<Deno.NetAddr>) => startedSite()(request, info),
};

if (import.meta.main) {
  useModelThreads();
  const started = startedSite();
  // Loads the models and what every page needs, so that no visitor's request waits for it, or for another's.
  for (const model of EMBEDDED_MODELS) {
    await (await started(new Request(`http://localhost/?text=a&model=${model}`))).body?.cancel();
  }
  const { port, experiments: { isManaged } } = config;
  const server = serveRenewed((request, info) => started(request, info), { port, isManaged });
  Deno.addSignalListener("SIGTERM", async () => {
    // Who is being answered is answered; what was stored is on the disk in one file.
    await Promise.race([server.shutdown(), new Promise((resolve) => setTimeout(resolve, LAST_ANSWERS))]);
    store?.close();
    Deno.exit(0);
  });
}
