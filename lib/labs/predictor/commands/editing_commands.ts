/**
 * Changing the experiment: its text and its fields.
 *
 * @module
 */
import { STAGE_NAMES } from "@/lib/lm/sampler/stages.ts";
import { batch } from "@preact/signals";
import type { FieldTable } from "@/lib/experiment/codec.ts";
import { PREDICTOR_FIELDS } from "@/lib/experiment/fields/predictor_fields.ts";
import type { PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import { normalizeText } from "@/lib/experiment/fields/text_fields.ts";
import type { Experiment } from "@/lib/labs/experiment/experiment.ts";
import type { Computation } from "@/lib/labs/predictor/commands/computation.ts";
import type { GenerationCommands } from "@/lib/labs/predictor/commands/generation_commands.ts";
import type { PredictorPorts } from "@/lib/labs/predictor/ports.ts";
import { answeringModel, isHubModel } from "@/lib/labs/predictor/model_choice.ts";
import type { PredictorState } from "@/lib/labs/predictor/predictor_state.ts";
import type { PredictorViews } from "@/lib/labs/predictor/views/predictor_views.ts";
import type { TokenId } from "@/lib/lm/language_model.ts";
import type { StageName } from "@/lib/lm/sampler/settings.ts";

/** Milliseconds without typing before a model in a worker is asked; counts answer at once. */
const TYPING_DELAY = 120;

/** How many seeds the dice has: few enough to be said aloud. */
const SEEDS = 1000;

/** Fields whose change asks the model again. */
const ASKS_MODEL: ReadonlySet<keyof PredictorQuery> = new Set([
  "text",
  "chat",
  "path",
  "context_limit",
  "context_policy",
  "heads_off",
]);

/** Fields that move while a hand is on them: an entry in the history for each value would bury Back. */
const CONTINUOUS: ReadonlySet<keyof PredictorQuery> = new Set([
  ...STAGE_NAMES,
  "seed",
  "max_tokens",
  "context_limit",
  "stop",
  "blocked",
]);

/** The commands that change the experiment. */
export interface EditingCommands {
  /** Changes the text. The answer follows; an older request is called off and never shown. */
  setText(text: string): void;
  /** Ends typing: the text before it is what Back returns to. */
  commitText(): void;
  /** Changes the text to another one in one act. */
  takeText(text: string): void;
  /** Another seed, by chance. */
  rollSeed(): void;
  /** Forgets what was typed over: the experiment has come from elsewhere. */
  endTyping(): void;
  /** Sets a field; a value outside its range changes nothing, and stays in the field with its reason. */
  setField<K extends keyof PredictorQuery>(name: K, value: PredictorQuery[K]): void;
  /** Moves a stage of the sampler to a place in the order. */
  moveStage(name: StageName, to: number): void;
  /** Changes several fields at once and asks the model where it has to. */
  change(change: Partial<PredictorQuery>, how: "push" | "replace"): void;
}

/** Creates the commands of a page. */
export function createEditingCommands(
  state: PredictorState,
  ports: Pick<PredictorPorts, "random">,
  views: PredictorViews,
  computation: Computation,
  experiment: Experiment<PredictorQuery>,
  generation: GenerationCommands,
): EditingCommands {
  /** The experiment before the first of the letters that replaced its entry; null where its entry is still there. */
  let typedOver: PredictorQuery | null = null;
  /** How deep the history was then: an act since has an entry of its own, which nothing may replace. */
  let typedAt = 0;
  let typing = false;

  function endTyping(): void {
    typedOver = null;
    typing = false;
  }

  function setText(typed: string): void {
    const text = normalizeText(typed);
    const query = state.query.peek();
    if (text === query.text) return;
    // The tokens so far go with the old text: Back brings both again.
    const how = query.path.length > 0 ? "push" : "replace";
    const before = typing ? typedOver : how === "push" ? null : query;
    if (!typing) typedAt = experiment.depth.peek();
    changeText(text, how);
    typing = true;
    typedOver = before;
  }

  function commitText(): void {
    const isOver = typedOver !== null && typedAt === experiment.depth.peek();
    if (isOver && typedOver!.text !== state.query.peek().text) experiment.pushOver(typedOver!);
    else experiment.flush();
    endTyping();
  }

  function takeText(typed: string): void {
    const text = normalizeText(typed);
    commitText();
    if (text !== state.query.peek().text) changeText(text, "push");
  }

  function changeText(text: string, how: "push" | "replace"): void {
    generation.abandon();
    commit({ text, path: [], branches: [] }, how);
    const model = answeringModel(state);
    computation.refresh({
      delay: model !== null && isHubModel(model) ? TYPING_DELAY : 0,
      ghost: ghostOf(views),
    });
  }

  function setField<K extends keyof PredictorQuery>(name: K, value: PredictorQuery[K]): void {
    if (Number.isNaN(value)) return; // emptied on the way to another number
    const fields: FieldTable<PredictorQuery> = PREDICTOR_FIELDS;
    const reason = fields[name].check(value);
    if (reason !== null) return experiment.refuse(name, String(value), reason);
    keepGhost();
    const path = name === "chat" ? { path: [], branches: [] } : {};
    change({ [name]: value, ...path }, CONTINUOUS.has(name) ? "replace" : "push");
  }

  function moveStage(name: StageName, to: number): void {
    const others = state.query.peek().stages.filter((stage) => stage !== name);
    setField("stages", others.toSpliced(Math.min(Math.max(to, 0), others.length), 0, name));
  }

  function change(fields: Partial<PredictorQuery>, how: "push" | "replace"): void {
    const asks = Object.keys(fields).some((name) =>
      ASKS_MODEL.has(name as keyof PredictorQuery) || name === "model"
    );
    if (asks) generation.abandon();
    commit(fields, how);
    if (asks) computation.refresh();
  }

  function commit(fields: Partial<PredictorQuery>, how: "push" | "replace"): void {
    if (how === "push") endTyping();
    batch(() => {
      experiment.set(fields, how);
      state.notices.value = [];
      state.stopped.value = false;
      if (Object.keys(fields).some((name) => ASKS_MODEL.has(name as keyof PredictorQuery))) {
        state.inspection.value = null;
      }
    });
  }

  /** Remembers where the bars are now. */
  function keepGhost(): void {
    batch(() => {
      state.ghost.value = ghostOf(views);
      state.still.value = false;
    });
  }

  function rollSeed(): void {
    setField("seed", Math.floor(ports.random() * SEEDS));
  }

  return { setText, commitText, takeText, endTyping, rollSeed, setField, moveStage, change };
}

/** Where the bars are now. */
function ghostOf(views: PredictorViews): ReadonlyMap<TokenId, number> {
  return new Map(views.distribution.peek()?.rows.map((row) => [row.id, row.shapedProbability]));
}
