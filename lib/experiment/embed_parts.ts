/**
 * What of each lab an embed may leave out, by the names that `hide=` takes.
 *
 * @module
 */
import { STAGE_NAMES, STAGES } from "@/lib/lm/sampler/stages.ts";

/** A part of a lab that can be hidden. */
export interface EmbedPart {
  /** Its name in the address. */
  readonly name: string;
  /** What a teacher reads, at the start of a line. */
  readonly label: string;
  /** The mark that static/styles/embed.css knows it by. */
  readonly mark: string;
  /** Whether it is a panel of the quieter column, which goes with the last of them. */
  readonly side?: boolean;
}

const INTRO: EmbedPart = { name: "intro", label: "Title and first sentence", mark: "intro" };
const SEED: EmbedPart = { name: "seed", label: "Seed", mark: "seed" };
const STAGE_PARTS: readonly EmbedPart[] = STAGE_NAMES.map((name) => ({
  name,
  label: STAGES[name].label,
  mark: name,
}));

/** The parts of each lab, by its page's path; the result itself always stays. */
export const EMBED_PARTS: Readonly<Record<string, readonly EmbedPart[]>> = {
  "/": [
    { name: "text", label: "Text", mark: "text" },
    { name: "model", label: "Model", mark: "model", side: true },
    { name: "sampler", label: "The whole sampler", mark: "sampler", side: true },
    ...STAGE_PARTS,
    { name: "pick", label: "Greedy or sample", mark: "pick" },
    SEED,
    { name: "copy", label: "Copy menu", mark: "copy" },
    { name: "run", label: "Step and Run", mark: "run" },
    { name: "generated", label: "Generated tokens", mark: "generated" },
    { name: "cost", label: "Cost", mark: "cost" },
    { name: "insides", label: "Inside the model", mark: "more" },
  ],
  "/softmax": [
    INTRO,
    { name: "inputs", label: "Tokens and logits", mark: "text" },
    { name: "draws", label: "Draws", mark: "generated" },
    { name: "details", label: "Stage by stage, overflow", mark: "more" },
    { name: "add", label: "Add or divide", mark: "run", side: true },
    { name: "sampler", label: "The whole sampler", mark: "sampler", side: true },
    ...STAGE_PARTS.filter(({ name }) => name !== "repetition_penalty"),
    SEED,
  ],
  "/ngram": [
    INTRO,
    { name: "corpus", label: "Corpus and context", mark: "text" },
    { name: "unseen", label: "Unseen events", mark: "run" },
    { name: "generated", label: "Generated text", mark: "generated" },
    { name: "details", label: "Matrix, sparsity, perplexity", mark: "more" },
    { name: "smoothing", label: "Smoothing", mark: "sampler", side: true },
    { name: "tokens", label: "Tokens", mark: "model", side: true },
    { name: "held_out", label: "Held out and drawn", mark: "cost", side: true },
  ],
  "/loss": [
    INTRO,
    { name: "inputs", label: "Inputs", mark: "text" },
    { name: "sequence", label: "The sequence", mark: "sampler", side: true },
    { name: "shifted", label: "Shifted rows", mark: "more" },
  ],
  "/table": [
    INTRO,
    { name: "start", label: "Start and settings", mark: "text" },
    { name: "rows", label: "Rows with bars", mark: "sampler", side: true },
    { name: "table", label: "The table as text", mark: "more" },
  ],
  "/kv-cache": [
    INTRO,
    { name: "inputs", label: "Model and length", mark: "text" },
    { name: "arithmetic", label: "The arithmetic", mark: "run" },
    { name: "plot", label: "Longer and wider", mark: "generated" },
    { name: "weights", label: "Beside the weights", mark: "cost" },
    { name: "saved", label: "What the cache saves", mark: "more" },
    { name: "storage", label: "Storage", mark: "sampler", side: true },
    { name: "device", label: "Device", mark: "model", side: true },
  ],
  "/context": [
    INTRO,
    { name: "policies", label: "Every policy", mark: "generated" },
    { name: "reading", label: "A model reads it", mark: "reading" },
    { name: "endings", label: "What ends it", mark: "stops" },
    { name: "tokens", label: "Tokens", mark: "sampler", side: true },
  ],
  "/score": [
    { name: "inputs", label: "Text and model", mark: "text" },
    { name: "model", label: "Model", mark: "model" },
    { name: "convention", label: "Convention", mark: "settings" },
    { name: "words", label: "By word", mark: "generated" },
    { name: "forcing", label: "All positions in one pass", mark: "run" },
  ],
  "/compare": [
    { name: "inputs", label: "Texts and models", mark: "text" },
    { name: "generated", label: "Going on by themselves", mark: "generated" },
    { name: "along", label: "Along the text", mark: "more" },
  ],
  "/objectives": [
    { name: "inputs", label: "Sentence", mark: "text" },
    { name: "mask", label: "The mask, tested", mark: "run" },
    { name: "attention", label: "What each may look at", mark: "more" },
    { name: "uses", label: "What each is for", mark: "generated" },
  ],
  "/ladder": [
    { name: "inputs", label: "Text", mark: "text" },
    { name: "pairs", label: "What was never seen together", mark: "run" },
    { name: "reach", label: "How far back each looks", mark: "generated" },
    { name: "card", label: "From the model cards", mark: "more" },
  ],
  "/train": [
    { name: "run", label: "Train, Step and their state", mark: "run" },
    { name: "loss", label: "Loss", mark: "loss" },
    { name: "next", label: "Next token", mark: "distribution" },
    { name: "details", label: "Map, network, comparison, runs, writing", mark: "more" },
    { name: "settings", label: "Settings", mark: "settings", side: true },
    { name: "take", label: "Weights and script", mark: "take", side: true },
  ],
};
