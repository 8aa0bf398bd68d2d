/**
 * Looking into the network: a context's distribution, one example step by step, counts beside it, its own text.
 *
 * @module
 */
import type { TrainPorts } from "@/lib/labs/train/ports.ts";
import { problemOf } from "@/lib/labs/train/train_problem.ts";
import { contextText, type TrainState } from "@/lib/labs/train/train_state.ts";
import type { WorkerLink } from "@/lib/labs/train/worker_link.ts";
import { generate } from "@/lib/lm/generate.ts";
import type { GeneratedToken } from "@/lib/lm/generation.ts";
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";
import { DEFAULT_SAMPLER } from "@/lib/lm/sampler_settings.ts";
import { softmax } from "@/lib/lm/softmax.ts";
import { createEncoder } from "@/lib/training/corpus_tokenizer.ts";
import type { RunFacts } from "@/lib/training/training_protocol.ts";
import { createNeuralNgram } from "@/lib/training/neural_ngram_model.ts";

/** What a visitor looks at. */
export interface InspectionCommands {
  /** Shows the network as it stands now. */
  refresh(): Promise<void>;
  watch(text: string): Promise<void>;
  trace(): Promise<void>;
  setStage(stage: number): void;
  compare(): Promise<void>;
  write(): Promise<void>;
  /** The network as it stands, as a model; null before the first run. */
  model(): Promise<LanguageModel | null>;
}

/** Tokens that the network writes at once. */
const WRITTEN = 24;

/** Ids of a typed context: the last n - 1 tokens, -1 for a place without one; null where a word is unknown. */
export function watchedContext(facts: RunFacts, text: string): readonly TokenId[] | null {
  const ids = createEncoder(facts.tokenizer)(text);
  if (ids.includes(-1)) return null;
  const last = ids.slice(-facts.shape.context);
  return [...new Array<TokenId>(facts.shape.context - last.length).fill(-1), ...last];
}

/** The context that is shown, where the typed one cannot be: the second of the text, as the first is often a coin. */
function shownContext(facts: RunFacts, text: string): readonly TokenId[] {
  const typed = text.trim() === "" ? null : watchedContext(facts, text);
  return typed ?? (facts.samples[1] ?? facts.samples[0])!.context;
}

/** Makes the commands. */
export function createInspectionCommands(
  state: TrainState,
  ports: TrainPorts,
  link: WorkerLink,
): InspectionCommands {
  async function attempt(what: () => Promise<void>): Promise<void> {
    try {
      await what();
    } catch (error) {
      state.problem.value = problemOf(error, state.settings.peek());
    } finally {
      state.waiting.value = null;
    }
  }

  async function refresh(): Promise<void> {
    const run = state.run.peek();
    if (run === null) return;
    const context = shownContext(run.facts, state.watched.peek());
    if (state.watched.peek().trim() === "" || watchedContext(run.facts, state.watched.peek()) === null) {
      state.watched.value = contextText(run.facts, context);
    }
    const { logits, ...look } = await link.ask("look", { context });
    const before = state.look.peek();
    const same = before !== null && before.context.join() === context.join() && before.step < look.step;
    state.ghost.value = same ? Array.from(softmax(before.logits)) : null;
    state.look.value = { ...look, context, logits: Array.from(logits) };
    if (state.trace.peek() !== null) await traceNow();
  }

  async function traceNow(): Promise<void> {
    const [run, look] = [state.run.peek(), state.look.peek()];
    if (run === null || look === null) return;
    const known = run.facts.samples.find(({ context }) => context.join() === look.context.join());
    const target = known?.target ?? look.logits.indexOf(Math.max(...look.logits));
    state.trace.value = await link.ask("trace", { context: look.context, target });
  }

  async function model(): Promise<LanguageModel | null> {
    const run = state.run.peek();
    if (run === null) return null;
    const weights = await link.ask("weights", {});
    const { shape, tokenizer } = run.facts;
    const id = {
      name: "trained",
      revision: `seed-${run.settings.seed}-step-${run.losses.length}`,
      dtype: "fp32",
    };
    return createNeuralNgram({ id, shape, weights, tokenizer });
  }

  async function write(): Promise<void> {
    const run = state.run.peek();
    const network = await model();
    if (run === null || network === null) return;
    const prompt = state.prompt.peek().trim() || state.watched.peek();
    const tokens: GeneratedToken[] = [];
    const temperature = state.temperature.peek();
    const writing = generate(network, {
      prompt: await network.encode(prompt),
      sampler: { ...DEFAULT_SAMPLER, temperature },
      pick: temperature === 0 ? "greedy" : "sample",
      seed: run.settings.seed,
      maxTokens: WRITTEN,
      top: 5,
    });
    while (true) {
      const next = await writing.next();
      if (!next.done) tokens.push(next.value);
      state.written.value = { prompt, tokens: [...tokens], stop: next.done ? next.value : null };
      if (next.done) break;
      await ports.drawn();
    }
  }

  return {
    refresh,
    async watch(text) {
      state.watched.value = text;
      if (text.trim() === "" || state.run.peek() === null || !link.isOpen) return;
      if (watchedContext(state.run.peek()!.facts, text) !== null) await attempt(refresh);
    },
    trace: () => attempt(traceNow),
    setStage: (stage) => void (state.stage.value = stage),
    compare: () =>
      attempt(async () => {
        state.waiting.value = "counts";
        state.comparison.value = await link.ask("counts", {});
      }),
    write: () =>
      attempt(async () => {
        state.waiting.value = "writing";
        await write();
      }),
    model,
  };
}
