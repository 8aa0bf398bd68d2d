/**
 * Taking a run away: its weights as files, the run as a script.
 *
 * @module
 */
import { isShown } from "@/lib/labs/train/is_shown.ts";
import type { TrainPorts } from "@/lib/labs/train/ports.ts";
import type { RunRecord } from "@/lib/labs/train/run_record.ts";
import { TRAINED_MODEL } from "@/lib/experiment/fields/predictor_query.ts";
import { keepTrained } from "@/lib/labs/train/trained_network.ts";
import { problemOf } from "@/lib/labs/train/train_problem.ts";
import type { TrainState } from "@/lib/labs/train/train_state.ts";
import type { WorkerLink } from "@/lib/labs/train/worker_link.ts";
import { shippedCorpus } from "@/lib/training/data/corpora.ts";
import { corpusTexts } from "@/lib/training/data/corpus_texts.ts";
import { createEncoder } from "@/lib/training/data/corpus_tokenizer.ts";
import type { NetworkWeights } from "@/lib/training/network/network.ts";
import { stateDict, weightsJson } from "@/lib/training/export/state_dict.ts";
import { torchScript } from "@/lib/training/export/torch_script.ts";
import { writeSafetensors } from "@/lib/training/export/write_safetensors.ts";

/** What can be taken away. */
const EXPORTS = ["safetensors", "json", "python", "predictor"] as const;

/** One of {@linkcode EXPORTS}. */
export type ExportKind = typeof EXPORTS[number];

/** Makes the command that saves a file, or hands the network to the predictor. */
export function createExportCommand(
  state: TrainState,
  ports: TrainPorts,
  link: WorkerLink,
): (kind: ExportKind) => Promise<void> {
  return async (kind) => {
    const asked = state.run.peek();
    if (asked === null) return;
    state.waiting.value = "export";
    try {
      if (kind === "python") {
        return ports.save(`${nameOf(asked)}.py`, "text/x-python", await scriptOf(asked, ports));
      }
      const weights = await link.ask("weights", {});
      // What was trained meanwhile is in the weights: the name tells those steps too.
      const run = state.run.peek();
      if (run === null || !isShown(state, asked)) return;
      if (kind !== "predictor") return saveWeights(kind, run, weights, ports);
      await keepTrained(run, weights, ports.store);
      if (!isShown(state, asked)) return;
      ports.open("/", new URLSearchParams({ text: state.watched.peek(), model: TRAINED_MODEL }));
    } catch (error) {
      // A run that begins ends the worker of the one before.
      if (isShown(state, asked)) state.problem.value = problemOf(error, asked.settings);
    } finally {
      if (state.waiting.peek() === "export") state.waiting.value = null;
    }
  };
}

function nameOf({ settings, losses }: RunRecord): string {
  return `neural-ngram-seed-${settings.seed}-step-${losses.length}`;
}

function saveWeights(
  kind: "json" | "safetensors",
  run: RunRecord,
  weights: NetworkWeights,
  ports: TrainPorts,
): void {
  const { settings, facts: { shape, tokenizer } } = run;
  const tensors = stateDict(shape, weights, settings.dropout);
  if (kind === "json") {
    const facts = { settings, vocabulary: tokenizer.tokens, merges: tokenizer.merges };
    return ports.save(`${nameOf(run)}.json`, "application/json", weightsJson(tensors, facts));
  }
  const metadata = {
    format: "pt",
    settings: JSON.stringify(settings),
    vocabulary: JSON.stringify(tokenizer.tokens),
  };
  const file = writeSafetensors(tensors, metadata);
  ports.save(`${nameOf(run)}.safetensors`, "application/octet-stream", file);
}

async function scriptOf({ settings, facts }: RunRecord, { origin }: TrainPorts): Promise<string> {
  if (settings.tokens === "words") return torchScript({ settings, origin });
  const shipped = shippedCorpus(settings.corpus);
  const text = shipped ? await (await fetch(`${origin}/static/${shipped.file}`)).text() : settings.corpus;
  const encode = createEncoder(facts.tokenizer);
  const texts = corpusTexts(text, shipped).map(encode).filter((ids) => ids.length > 0);
  return torchScript({ settings, origin, encoded: { texts, vocabulary: facts.shape.vocabulary } });
}
