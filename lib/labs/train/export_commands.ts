/**
 * Taking a run away: its weights as files, the run as a script.
 *
 * @module
 */
import type { TrainPorts } from "@/lib/labs/train/ports.ts";
import type { RunRecord } from "@/lib/labs/train/run_record.ts";
import { keepTrained, TRAINED_MODEL } from "@/lib/labs/train/trained_network.ts";
import { problemOf } from "@/lib/labs/train/train_problem.ts";
import type { TrainState } from "@/lib/labs/train/train_state.ts";
import type { WorkerLink } from "@/lib/labs/train/worker_link.ts";
import { shippedCorpus } from "@/lib/training/data/corpora.ts";
import { corpusTexts } from "@/lib/training/data/corpus_texts.ts";
import { createEncoder } from "@/lib/training/data/corpus_tokenizer.ts";
import { stateDict, weightsJson } from "@/lib/training/export/state_dict.ts";
import { torchScript } from "@/lib/training/export/torch_script.ts";
import { writeSafetensors } from "@/lib/training/export/write_safetensors.ts";

/** What can be taken away. */
export const EXPORTS = ["safetensors", "json", "python", "predictor"] as const;

/** One of {@linkcode EXPORTS}. */
export type ExportKind = typeof EXPORTS[number];

/** Makes the command that saves a file, or hands the network to the predictor. */
export function createExportCommand(
  state: TrainState,
  ports: TrainPorts,
  link: WorkerLink,
): (kind: ExportKind) => Promise<void> {
  return async (kind) => {
    const run = state.run.peek();
    if (run === null) return;
    state.waiting.value = "export";
    try {
      const name = `neural-ngram-seed-${run.settings.seed}-step-${run.losses.length}`;
      if (kind === "python") {
        ports.save(`${name}.py`, "text/x-python", await scriptOf(run, ports));
        return;
      }
      const { shape, tokenizer } = run.facts;
      const weights = await link.ask("weights", {});
      if (kind === "predictor") {
        await keepTrained(run, weights, ports.store);
        ports.open(`/?${new URLSearchParams({ text: state.watched.peek(), model: TRAINED_MODEL })}`);
        return;
      }
      const tensors = stateDict(shape, weights, run.settings.dropout);
      if (kind === "json") {
        const facts = { settings: run.settings, vocabulary: tokenizer.tokens, merges: tokenizer.merges };
        ports.save(`${name}.json`, "application/json", weightsJson(tensors, facts));
      } else {
        const metadata = {
          format: "pt",
          settings: JSON.stringify(run.settings),
          vocabulary: JSON.stringify(tokenizer.tokens),
        };
        ports.save(`${name}.safetensors`, "application/octet-stream", writeSafetensors(tensors, metadata));
      }
    } catch (error) {
      state.problem.value = problemOf(error, run.settings);
    } finally {
      state.waiting.value = null;
    }
  };
}

async function scriptOf({ settings, facts }: RunRecord, { origin }: TrainPorts): Promise<string> {
  if (settings.tokens === "words") return torchScript({ settings, origin });
  const shipped = shippedCorpus(settings.corpus);
  const text = shipped ? await (await fetch(`${origin}/static/${shipped.file}`)).text() : settings.corpus;
  const encode = createEncoder(facts.tokenizer);
  const texts = corpusTexts(text, shipped).map(encode).filter((ids) => ids.length > 0);
  return torchScript({ settings, origin, encoded: { texts, vocabulary: facts.shape.vocabulary } });
}
