/**
 * Looking into the network: a context's distribution, one example step by step, counts beside it, its own text.
 *
 * @module
 */
import { isShown } from "@/lib/labs/train/is_shown.ts";
import type { TrainPorts } from "@/lib/labs/train/ports.ts";
import { problemOf } from "@/lib/labs/train/train_problem.ts";
import { contextText, type TrainState } from "@/lib/labs/train/train_state.ts";
import { shownContext, watchedContext } from "@/lib/labs/train/watched_context.ts";
import type { WorkerLink } from "@/lib/labs/train/worker_link.ts";
import { generate } from "@/lib/lm/generation/generate.ts";
import type { GeneratedToken } from "@/lib/lm/generation/generation.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { DEFAULT_SAMPLER } from "@/lib/lm/sampler/settings.ts";
import { softmax } from "@/lib/lm/distribution/softmax.ts";
import { createNeuralNgram } from "@/lib/training/run/neural_ngram_model.ts";

/** What a visitor looks at. */
export interface InspectionCommands {
  /** Shows the network as it stands now. */
  refresh(): Promise<void>;
  watch(text: string): Promise<void>;
  trace(): Promise<void>;
  setStage(stage: number): void;
  compare(): Promise<void>;
  write(): Promise<void>;
}

/** Tokens that the network writes at once. */
const WRITTEN = 24;

/** Makes the commands. */
export function createInspectionCommands(
  state: TrainState,
  ports: TrainPorts,
  link: WorkerLink,
): InspectionCommands {
  const inspection = new Inspection(state, ports, link);
  return {
    refresh: () => inspection.refresh(),
    watch: (text) => inspection.watch(text),
    trace: () => inspection.attempt(() => inspection.trace()),
    setStage: (stage) => void (state.stage.value = stage),
    compare: () => inspection.attempt(() => inspection.compare(), "counts"),
    write: () => inspection.attempt(() => inspection.write(), "writing"),
  };
}

class Inspection {
  constructor(
    readonly state: TrainState,
    readonly ports: TrainPorts,
    readonly link: WorkerLink,
  ) {}

  async attempt(act: () => Promise<void>, waiting: "counts" | "writing" | null = null): Promise<void> {
    const { state } = this;
    if (waiting !== null) state.waiting.value = waiting;
    try {
      await act();
    } catch (error) {
      // A run that starts ends the worker of the one before: nobody waits for what was asked about that.
      if (state.status.peek() !== "starting") state.problem.value = problemOf(error, state.settings.peek());
    } finally {
      if (waiting !== null && state.waiting.peek() === waiting) state.waiting.value = null;
    }
  }

  async refresh(): Promise<void> {
    const { state, link } = this;
    const facts = state.run.peek()?.facts;
    if (!facts) return;
    const text = state.watched.peek();
    const context = shownContext(facts, text);
    if (text.trim() === "" || watchedContext(facts, text) === null) {
      state.watched.value = contextText(facts, context);
    }
    const { logits, ...look } = await link.ask("look", { context });
    const before = state.look.peek();
    const isNext = before !== null && before.context.join() === context.join() && before.step < look.step;
    state.ghost.value = isNext && before.logits.every(Number.isFinite)
      ? Array.from(softmax(before.logits))
      : null;
    state.look.value = { ...look, context, logits: Array.from(logits) };
    if (state.trace.peek() !== null) await this.trace();
  }

  async watch(text: string): Promise<void> {
    const { state } = this;
    state.watched.value = text;
    state.moved.value = ["watched"];
    const facts = state.run.peek()?.facts;
    if (!facts || text.trim() === "" || watchedContext(facts, text) === null) return;
    await this.attempt(() => this.refresh());
  }

  /** The example's own target where the text has the context, else the likeliest token. */
  async trace(): Promise<void> {
    const { state, link } = this;
    const [run, look] = [state.run.peek(), state.look.peek()];
    if (run === null || look === null) return;
    const known = run.facts.samples.find(({ context }) => context.join() === look.context.join());
    const likeliest = look.logits.reduce((best, logit, id) => logit > look.logits[best]! ? id : best, 0);
    const trace = await link.ask("trace", { context: look.context, target: known?.target ?? likeliest });
    if (isShown(state, run)) state.trace.value = trace;
  }

  async compare(): Promise<void> {
    const run = this.state.run.peek();
    const comparison = await this.link.ask("counts", {});
    if (isShown(this.state, run)) this.state.comparison.value = comparison;
  }

  async write(): Promise<void> {
    const { state, ports } = this;
    const run = state.run.peek();
    const network = await this.#model();
    if (network === null) return;
    const prompt = state.prompt.peek().trim() || state.watched.peek();
    const temperature = state.temperature.peek();
    const writing = generate(network, {
      prompt: await network.encode(prompt),
      sampler: { ...DEFAULT_SAMPLER, temperature },
      pick: temperature === 0 ? "greedy" : "sample",
      seed: state.run.peek()!.settings.seed,
      maxTokens: WRITTEN,
      top: 5,
    });
    const tokens: GeneratedToken[] = [];
    while (true) {
      const next = await writing.next();
      if (!isShown(state, run)) return;
      if (!next.done) tokens.push(next.value);
      state.written.value = { prompt, tokens: [...tokens], stop: next.done ? next.value : null };
      if (next.done) break;
      await ports.drawn();
    }
  }

  /** The network as it stands, as a model. */
  async #model(): Promise<LanguageModel | null> {
    const run = this.state.run.peek();
    if (run === null) return null;
    const weights = await this.link.ask("weights", {});
    const { shape, tokenizer } = run.facts;
    const revision = `seed-${run.settings.seed}-step-${run.losses.length}`;
    return createNeuralNgram({ id: { name: "trained", revision, dtype: "fp32" }, shape, weights, tokenizer });
  }
}
