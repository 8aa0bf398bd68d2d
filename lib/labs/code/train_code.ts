import { type CodeLine, type LabCode, line, literal } from "@/lib/labs/code/code_line.ts";
import { shippedCorpus } from "@/lib/training/data/corpora.ts";
import type { TrainingSettings } from "@/lib/training/training_settings.ts";

/** The figures of a run that the code holds. */
interface TrainCodeRun {
  readonly settings: TrainingSettings;
  /** Steps that were made. */
  readonly step: number;
  /** The words whose next one is asked for: as many as the network reads. */
  readonly context: readonly string[];
  /** Whether every word of the text is in the vocabulary. */
  readonly isWhole: boolean;
}

const ACTIVATIONS = {
  gelu: ["s * (1 + math.erf(s / math.sqrt(2))) / 2", "s * (1 + erf(s / Math.SQRT2)) / 2"],
  tanh: ["math.tanh(s)", "Math.tanh(s)"],
  relu: ["max(0, s)", "Math.max(0, s)"],
} as const;

/** 2/√π · e^(-x²) · Σ 2^n x^(2n+1) / (1·3·…·(2n+1)); beyond 6 a double holds no difference from 1. */
const ERF = [
  "const sum = (x: number, n = 1, t = x): number => t + (n < 150 ? sum(x, n + 1, t * 2 * x * x / (2 * n + 1)) : 0);",
  "const erf = (x: number) => Math.abs(x) > 6 ? Math.sign(x) : 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum(x);",
];

/** Settings that change which weights a run ends with, and nothing else in the code. */
const TRAINED_BY = [
  "learning_rate",
  "optimizer",
  "schedule",
  "steps",
  "seed",
  "batch",
  "dropout",
  "held_out",
];

/** What the file of a run's weights is called. */
export function weightsFile(seed: number, step: number): string {
  return `neural-ngram-seed-${seed}-step-${step}.json`;
}

/**
 * Code that reads the weights of a run and computes what the page shows of it: the loss over the text, where all of
 * it was trained on, then the distribution after a context. Null for byte pairs.
 */
export function trainCode(run: TrainCodeRun): LabCode | null {
  const { tokens, batch, dropout, held_out, corpus } = run.settings;
  if (tokens !== "words") return null;
  const hasLoss = run.isWhole && batch === 0 && dropout === 0 && held_out === 0 && !shippedCorpus(corpus);
  return { python: python(run, hasLoss), typescript: typescript(run, hasLoss) };
}

function python({ settings, step, context }: TrainCodeRun, hasLoss: boolean): CodeLine[] {
  const { activation, seed, learning_rate: rate, context: length } = settings;
  const file = literal(weightsFile(seed, step));
  return [
    line("import json, math"),
    line(`net = json.load(open(${file}))  # trained at rate ${rate}`, ...TRAINED_BY),
    line('words, (E, W1, b1, W2, b2) = net["vocabulary"], net["weights"].values()', "tie", "vocabulary"),
    line("def dot(a, b): return sum(x * y for x, y in zip(a, b))"),
    line(`def act(s): return ${ACTIVATIONS[activation][0]}`, "activation"),
    line("def predict(context):"),
    line("    x = [v for word in context for v in E[words.index(word)]]", "embedding"),
    line("    h = [act(dot(row, x) + b) for row, b in zip(W1, b1)]", "hidden"),
    line("    z = [dot(row, h) + b for row, b in zip(W2, b2)]"),
    line("    e = [math.exp(v - max(z)) for v in z]"),
    line("    return [v / sum(e) for v in e]"),
    ...(hasLoss
      ? [
        line('rows = [row.split() for row in net["settings"]["corpus"].split("\\n")]', "corpus"),
        line(
          `seen = [(row[i - ${length}:i], row[i]) for row in rows for i in range(${length}, len(row))]`,
          "context",
        ),
        line("loss = -sum(math.log(predict(c)[words.index(t)]) for c, t in seen) / len(seen)"),
      ]
      : []),
    line(`print([${hasLoss ? "loss, " : ""}*predict(${literal(context)})])`, "watched"),
  ];
}

function typescript({ settings, step, context }: TrainCodeRun, hasLoss: boolean): CodeLine[] {
  const { activation, seed, learning_rate: rate, context: length } = settings;
  const file = literal(`./${weightsFile(seed, step)}`);
  return [
    line(`import net from ${file} with { type: "json" }; // trained at rate ${rate}`, ...TRAINED_BY),
    line("const words = net.vocabulary, [E, W1, b1, W2, b2] = Object.values<any>(net.weights);", "tie"),
    line("const dot = (a: number[], b: number[]) => a.reduce((sum, v, i) => sum + v * b[i]!, 0);"),
    ...(activation === "gelu" ? ERF.map((text) => line(text)) : []),
    line(`const act = (s: number) => ${ACTIVATIONS[activation][1]};`, "activation"),
    line("const predict = (context: string[]): number[] => {"),
    line("  const x = context.flatMap((word) => E[words.indexOf(word)]);", "embedding"),
    line("  const h = W1.map((row: number[], i: number) => act(dot(row, x) + b1[i]));", "hidden"),
    line("  const e = W2.map((row: number[], i: number) => Math.exp(dot(row, h) + b2[i]));"),
    line("  return e.map((v: number) => v / e.reduce((a: number, b: number) => a + b));"),
    line("};"),
    ...(hasLoss
      ? [
        line(
          `const seen = net.settings.corpus.split("\\n").map((row: string) => row.trim().split(/\\s+/)).flatMap((row: string[]) => ` +
            `row.slice(${length}).map((next, i) => -Math.log(predict(row.slice(i, i + ${length}))[words.indexOf(next)]!)));`,
          "corpus",
          "context",
        ),
        line("const loss = seen.reduce((a: number, b: number) => a + b) / seen.length;"),
      ]
      : []),
    line(
      `console.log(JSON.stringify([${hasLoss ? "loss, " : ""}...predict(${literal(context)})]));`,
      "watched",
    ),
  ];
}
