/**
 * The worker's side of a run: one network, its checkpoints, and answers about how it stands.
 *
 * @module
 */
import { cutEnd } from "@/lib/lm/graphemes.ts";
import type { TokenId } from "@/lib/lm/language_model.ts";
import { CheckpointShelf } from "@/lib/training/run/checkpoint_shelf.ts";
import {
  chooseEngine,
  type EngineCandidate,
  type EngineMeasurement,
} from "@/lib/training/engines/choose_engine.ts";
import { compareWithCounts, type CountComparison } from "@/lib/training/run/count_comparison.ts";
import type { TrainingEngine } from "@/lib/training/engines/engine.ts";
import { type NetworkWeights, parameterCount } from "@/lib/training/network/network.ts";
import { MOMENTS } from "@/lib/training/network/optimizer.ts";
import { forwardPass } from "@/lib/training/network/passes.ts";
import { type PlaneAxes, principalPlane } from "@/lib/training/network/pca.ts";
import { mostFrequent, samplesOf } from "@/lib/training/run/run_samples.ts";
import { type PreparedRun, prepareRun, startRun } from "@/lib/training/run/start_run.ts";
import { type Trace, traceExample } from "@/lib/training/network/trace.ts";
import { selectExamples } from "@/lib/training/data/training_data.ts";
import { TrainingError } from "@/lib/training/training_error.ts";
import type {
  EngineFacts,
  Look,
  Progress,
  RunFacts,
  TrainingRequests,
} from "@/lib/training/run/training_protocol.ts";
import { spread, type StepRecord, type TrainingRun } from "@/lib/training/run/training_run.ts";
import type { TrainingSettings } from "@/lib/training/training_settings.ts";

/** Tokens that the map of embeddings shows, at most: the most frequent ones. */
const MAX_POINTS = 80;
/** Steps between two readings of the gradients' lengths, once there are many steps. */
const NORM_INTERVAL = 10;

/** What a session is made of. */
export interface SessionServices {
  readonly candidates: readonly EngineCandidate[];
  /** Threads of the WASM backend. */
  threads(): number;
  now(): number;
}

/** Opens a session: prepares the data, measures the backends, starts the run. */
export async function openSession(
  texts: readonly string[],
  settings: TrainingSettings,
  services: SessionServices,
): Promise<TrainingSession> {
  const prepared = prepareRun(texts, settings);
  const session = new TrainingSession(prepared, services);
  await session.open();
  return session;
}

/** One network in training. */
export class TrainingSession {
  readonly #prepared: PreparedRun;
  readonly #services: SessionServices;
  readonly #shelf: CheckpointShelf;
  readonly #mapped: readonly TokenId[];
  readonly #failed = new Set<string>();
  #engine: TrainingEngine | null = null;
  #run: TrainingRun | null = null;
  #measured: readonly EngineMeasurement[] = [];
  #notices: readonly string[] = [];
  #axes: PlaneAxes | null = null;
  #current: { readonly step: number; readonly weights: NetworkWeights } | null = null;

  constructor(prepared: PreparedRun, services: SessionServices) {
    this.#prepared = prepared;
    this.#services = services;
    const { shape, settings } = prepared;
    const bytes = 4 * parameterCount(shape) * (1 + MOMENTS[settings.optimizer]);
    this.#shelf = new CheckpointShelf(settings.steps, bytes);
    this.#mapped = mostFrequent(prepared, MAX_POINTS);
  }

  /** Chooses the engine and makes the first checkpoint. */
  async open(): Promise<void> {
    await this.#chooseEngine();
    this.#shelf.add(await this.#run!.save());
  }

  facts(): RunFacts {
    const { data, shape } = this.#prepared;
    return {
      tokenizer: data.tokenizer,
      shape,
      parameters: parameterCount(shape),
      sentences: data.trainTexts.length,
      trainExamples: data.train.targets.length,
      heldOutExamples: data.heldOut.targets.length,
      floorNats: data.floorNats,
      samples: samplesOf(this.#prepared),
      engine: this.#engineFacts(),
    };
  }

  /** Makes steps until their number or the time is used up, the run diverges, or its last step is made. */
  async advance({ steps, milliseconds, evaluate }: TrainingRequests["advance"]): Promise<Progress> {
    const records: StepRecord[] = [];
    const end = this.#services.now() + milliseconds;
    const isOver = () => this.#run!.divergence !== null || records.length >= steps;
    while (!isOver() && (records.length === 0 || this.#services.now() < end)) {
      records.push(await this.#step());
      if (this.#shelf.isDue(this.#run!.step)) this.#shelf.add(await this.#run!.save());
    }
    const run = this.#run!;
    const measure = evaluate && run.divergence === null;
    const hasHeldOut = this.#prepared.data.heldOut.targets.length > 0;
    return {
      records,
      step: run.step,
      trainLoss: measure ? await run.trainLoss() : null,
      heldOutLoss: measure && hasHeldOut ? await run.heldOutLoss() : null,
      divergence: run.divergence,
      checkpoints: this.#shelf.steps,
      memory: this.#engine!.memory(),
      engine: this.#engineFacts(),
    };
  }

  /** Goes back to the last checkpoint at or before a step. */
  rewind(step: number): { readonly step: number } {
    const checkpoint = this.#shelf.before(step);
    if (checkpoint === null) {
      throw new TrainingError("internal", `There is no checkpoint before step ${step}`);
    }
    this.#run!.restore(checkpoint);
    this.#current = null;
    return { step: checkpoint.step };
  }

  /** The distribution after a context and the map of the embeddings, as they stand. */
  async look(context: readonly TokenId[]): Promise<Look> {
    const { shape } = this.#prepared;
    const weights = await this.weights();
    const { logits } = forwardPass(shape, weights, { contexts: Int32Array.from(context) });
    const rows = new Float32Array(this.#mapped.length * shape.embedding);
    this.#mapped.forEach((id, row) =>
      rows.set(
        weights.embedding.subarray(id * shape.embedding, (id + 1) * shape.embedding),
        row * shape.embedding,
      )
    );
    const plane = principalPlane(rows, shape.embedding, this.#axes);
    this.#axes = plane.axes;
    const points = plane.points.map(([x, y], row) => ({ id: this.#mapped[row]!, x, y }));
    return { step: this.#run!.step, logits, points, shown: plane.shown };
  }

  /** One example forward and backward. */
  async trace(context: readonly TokenId[], target: TokenId): Promise<Trace> {
    return traceExample(this.#prepared.shape, await this.weights(), context, target);
  }

  /** The network beside counts on the same examples. */
  async counts(): Promise<CountComparison> {
    return compareWithCounts(this.#prepared.data, this.#prepared.shape, await this.weights());
  }

  /** The weights as they stand. */
  async weights(): Promise<NetworkWeights> {
    const { step } = this.#run!;
    if (this.#current?.step !== step) {
      this.#current = { step, weights: await this.#engine!.weights() };
    }
    return this.#current.weights;
  }

  dispose(): void {
    this.#engine?.dispose();
  }

  /** One step; where the engine dies under it, another one goes on from the last checkpoint. */
  async #step(): Promise<StepRecord> {
    const { step } = this.#run!;
    const norms = step < 200 || step % NORM_INTERVAL === 0;
    try {
      return await this.#run!.advance({ norms });
    } catch (error) {
      await this.#replaceEngine(error);
      let record = await this.#run!.advance({ norms });
      while (record.step < step) record = await this.#run!.advance({ norms });
      return record;
    }
  }

  async #replaceEngine(error: unknown): Promise<void> {
    const broken = this.#engine!.backend;
    const checkpoint = this.#shelf.before(this.#run!.step);
    const others = this.#services.candidates.filter((each) =>
      each.backend !== broken && !this.#failed.has(each.backend)
    );
    if (checkpoint === null || others.length === 0) throw error;
    this.#failed.add(broken);
    await this.#chooseEngine();
    this.#run!.restore(checkpoint);
    const why = error instanceof Error ? error.message : String(error);
    this.#notices = [
      ...this.#notices,
      `${broken} failed (${cutEnd(why, 120)}): the run goes on with ${
        this.#engine!.backend
      } from step ${checkpoint.step}`,
    ];
  }

  async #chooseEngine(): Promise<void> {
    const { data, settings, spec } = this.#prepared;
    const count = data.train.targets.length;
    const rows = spread(count, settings.batch === 0 ? count : settings.batch);
    const choice = await chooseEngine({
      spec,
      batch: selectExamples(data.train, rows, settings.context),
      steps: settings.steps,
      candidates: this.#services.candidates.filter(({ backend }) => !this.#failed.has(backend)),
      now: this.#services.now,
    });
    this.#engine = choice.engine;
    this.#measured = choice.measured;
    this.#run = startRun(this.#prepared, choice.engine);
  }

  #engineFacts(): EngineFacts {
    const { backend } = this.#engine!;
    return {
      backend,
      threads: backend === "wasm" ? this.#services.threads() : 1,
      measured: this.#measured,
      notices: this.#notices,
    };
  }
}
