import { DEFAULT_SETTINGS, type TrainingSettings } from "@/lib/training/training_settings.ts";

/** An experiment that is one click away. */
export interface Preset {
  readonly title: string;
  /** What it shows, in a few words. */
  readonly note: string;
  readonly settings: TrainingSettings;
}

const SHIPPED: Partial<TrainingSettings> = {
  embedding: 32,
  hidden: 64,
  learning_rate: 0.003,
  held_out: 10,
  batch: 256,
  dropout: 0.2,
};

/** The experiments offered beside the settings. */
export const PRESETS: readonly Preset[] = [
  { title: "Six sentences", note: "the worked example: 8 words, 392 numbers", settings: DEFAULT_SETTINGS },
  {
    title: "Six sentences, tanh and SGD",
    note: "the same data with the plainest optimizer",
    settings: {
      ...DEFAULT_SETTINGS,
      activation: "tanh",
      optimizer: "sgd",
      learning_rate: 0.5,
      steps: 300,
    },
  },
  {
    title: "Too fast",
    note: "a rate that overshoots: the run stops and says why",
    settings: { ...DEFAULT_SETTINGS, optimizer: "sgd", learning_rate: 500 },
  },
  {
    title: "Parcel messages",
    note: "377 shipped messages, words, a tenth held out",
    settings: { ...DEFAULT_SETTINGS, ...SHIPPED, corpus: "parcel_messages", steps: 300 },
  },
  {
    title: "Parcel messages, BPE",
    note: "the same in 512 byte-pair tokens",
    settings: {
      ...DEFAULT_SETTINGS,
      ...SHIPPED,
      corpus: "parcel_messages",
      tokens: "bpe",
      vocabulary: 512,
      context: 4,
      steps: 400,
    },
  },
  {
    title: "Everyday English",
    note: "110,000 words, 2,000 of them known: a few minutes",
    settings: {
      ...DEFAULT_SETTINGS,
      ...SHIPPED,
      corpus: "everyday",
      vocabulary: 2000,
      context: 3,
      hidden: 128,
      steps: 1000,
    },
  },
];
