import { lossMode, type LossQuery, probabilitiesOf } from "@/lib/experiment/fields/loss_fields.ts";
import { type CodeLine, type LabCode, line, literal } from "@/lib/labs/code/code_line.ts";

/** Code that computes mean loss, perplexity and the product of the page; null for a text and for long sequences. */
export function lossCode(query: LossQuery): LabCode | null {
  const mode = lossMode(query);
  const { losses_nats, logits, targets } = query;
  if (mode === "text") return null;
  if (mode === "logits") return logits.flat().length > 40 ? null : fromLogits(logits, targets);
  const [name, values] = mode === "losses"
    ? ["losses", losses_nats] as const
    : ["p", probabilitiesOf(query)] as const;
  if (values.length > 40) return null;
  const field = mode === "losses" ? "losses_nats" : "probabilities";
  return withEnd(
    [
      line(`${name} = ${literal(values)}`, field),
      ...(mode === "losses" ? [] : [line("losses = [-math.log(x) for x in p]")]),
    ],
    [
      line(`const ${name} = ${literal(values)};`, field),
      ...(mode === "losses" ? [] : [line("const losses = p.map((x) => -Math.log(x));")]),
    ],
  );
}

function fromLogits(logits: LossQuery["logits"], targets: LossQuery["targets"]): LabCode {
  const rows = `[${logits.map(literal).join(", ")}]`;
  return withEnd(
    [
      line(`logits = ${rows}`, "logits"),
      line(`targets = ${literal(targets)}`, "targets"),
      line("def log_sum(z): return max(z) + math.log(sum(math.exp(x - max(z)) for x in z))"),
      line("losses = [log_sum(z) - z[t] for z, t in zip(logits, targets)]"),
    ],
    [
      line(`const logits = ${rows};`, "logits"),
      line(`const targets = ${literal(targets)};`, "targets"),
      line("const logSum = (z: number[], top = Math.max(...z)) =>"),
      line("  top + Math.log(z.reduce((sum, x) => sum + Math.exp(x - top), 0));"),
      line("const losses = logits.map((z, i) => logSum(z) - z[targets[i]!]!);"),
    ],
  );
}

function withEnd(python: readonly CodeLine[], typescript: readonly CodeLine[]): LabCode {
  return {
    python: [
      line("import math"),
      ...python,
      line("mean = sum(losses) / len(losses)"),
      line("perplexity = math.exp(mean)"),
      line("product = math.exp(-sum(losses))"),
      line("print([mean, perplexity, product])"),
    ],
    typescript: [
      ...typescript,
      line("const total = losses.reduce((a, b) => a + b);"),
      line("const mean = total / losses.length;"),
      line("const perplexity = Math.exp(mean);"),
      line("const product = Math.exp(-total);"),
      line("console.log(JSON.stringify([mean, perplexity, product]));"),
    ],
  };
}
