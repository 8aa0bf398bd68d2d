/**
 * The state of one experiment in a tab.
 *
 * @module
 */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { connectExperiment } from "../experiment/connect_experiment.ts";
import { PAGE_PORTS } from "../experiment/page_ports.ts";
import { lazyProvider } from "../models/lazy_provider.ts";
import { loadChosen, type ModelChoice } from "../models/model_choice.ts";
import { hubVariants } from "./hub_variants.ts";
import type { LimitProps } from "./props.ts";
import { tabPorts } from "./tab_ports.ts";
import { formatFields, parseFields } from "@/lib/experiment/codec.ts";
import { createExperiment, type Experiment } from "@/lib/labs/experiment/experiment.ts";
import { createModels } from "@/lib/labs/models/models.ts";
import { isAbort } from "@/lib/labs/predictor/problem.ts";
import type { TokenId } from "@/lib/lm/token_id.ts";
import type { LimitAnswer } from "@/lib/limits/limit_answer.ts";
import { experimentNamed } from "@/lib/limits/experiments.ts";
import { type LimitExperiment, type LimitQuery, limitTable } from "@/lib/limits/limit_experiment.ts";

/** Milliseconds after the last keystroke at which a light experiment runs. */
const PAUSE = 250;

/** One experiment as its parts see it. */
export interface LimitLab extends ModelChoice {
  readonly experiment: LimitExperiment;
  readonly query: LimitQuery;
  readonly answer: LimitAnswer | null;
  /** How much of a run is done; null where none runs. */
  readonly progress: number | null;
  /** Whether the answer is to another query. */
  readonly stale: boolean;
  readonly problem: string | null;
  set(name: string, value: string): void;
  run(): void;
  cancel(): void;
}

/** Creates the state of an experiment from what the server answered. */
export function useLimit(props: LimitProps): LimitLab {
  const experiment = useMemo(() => experimentNamed(props.name), []);
  const page = useMemo(() => pageExperiment(experiment, props.search), []);
  const [answer, setAnswer] = useState(props.kept ? null : props.answer);
  const [progress, setProgress] = useState<number | null>(null);
  const [stale, setStale] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [hub, setHub] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);
  const withOthers = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const ports = useMemo(() => tabPorts(props), []);
  const models = useMemo(() => createModels(lazyProvider(props.modelHost), ports.embedded, "limits"), []);

  async function run(asked: LimitQuery, name = hub): Promise<void> {
    clearTimeout(timer.current);
    running.current?.abort(new DOMException("Another run was asked for", "AbortError"));
    const { signal } = running.current = new AbortController();
    setProgress(0);
    setProblem(null);
    try {
      const model = name === null ? await ports.parcelGpt() : models.loaded.peek()!;
      const onProgress = (share: number) => signal.aborted || setProgress(share);
      const others = experiment.act && !withOthers.current ? {} : { others: ports.others };
      const { text } = ports;
      const variants = name === null
        ? ports.variants
        : (tokens: readonly TokenId[]) => hubVariants(models, tokens, "gpu" in navigator);
      const found = await experiment.run(asked, { text, variants, ...others, model, signal, onProgress });
      if (signal.aborted) return;
      setAnswer(found);
      setStale(asked !== page.query.peek());
    } catch (error) {
      if (!signal.aborted && !isAbort(error)) {
        setProblem(error instanceof Error ? error.message : String(error));
      }
    } finally {
      if (running.current?.signal === signal) setProgress(null);
    }
  }

  function change(act: () => void): void {
    act();
    setStale(true);
    clearTimeout(timer.current);
    if (experiment.work !== "tab") timer.current = setTimeout(() => run(page.query.peek()), PAUSE);
  }

  useEffect(() => {
    const controller = new AbortController();
    const place = connectExperiment({
      ...page,
      open: (...given) => change(() => page.open(...given)),
      restore: (...given) => change(() => page.restore(...given)),
    }, controller.signal);
    const sent = page.query.peek();
    page.restore(place, true);
    if (page.query.peek() !== sent) change(() => {});
    else if (answer === null && experiment.work !== "tab") run(sent);
    return () => controller.abort();
  }, []);

  return {
    experiment,
    query: page.query.value,
    answer,
    progress,
    stale,
    problem,
    models,
    hub,
    set: (name, value) => change(() => page.set({ [name]: value })),
    run() {
      withOthers.current = true;
      void run(page.query.peek());
    },
    cancel() {
      running.current?.abort(new DOMException("Canceled by the visitor", "AbortError"));
      setProgress(null);
    },
    async choose(name) {
      if (!await loadChosen(models, name)) return;
      setHub(name);
      void run(page.query.peek(), name);
    },
  };
}

function pageExperiment({ name, fields }: LimitExperiment, search: string): Experiment<LimitQuery> {
  const table = limitTable(fields);
  const kind = {
    base: `/limits/${name}`,
    fields: table,
    // A name that the experiment does not have is no concern of who reads its answer.
    read: (params: URLSearchParams) => ({ ...parseFields(table, params), notices: [] }),
    format: (query: LimitQuery) => formatFields(table, query),
    unbounded: [],
  };
  return createExperiment<LimitQuery>(kind, kind.read(new URLSearchParams(search)), PAGE_PORTS);
}
