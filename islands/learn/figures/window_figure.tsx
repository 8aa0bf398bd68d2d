import { useSignal } from "@preact/signals";
import { type FigureProps, guessedNumber } from "../figure_props.ts";
import { formatGuess } from "../format_guess.ts";
import { instructionLeft, WINDOW } from "@/lib/learn/course/figure_truths.ts";
import type { BarGuess } from "@/lib/learn/course/step.ts";
import { contextWindow } from "@/lib/lm/generation/context_window.ts";
import type { ContextPolicy } from "@/lib/lm/generation/context_policy.ts";
import { StripKey, WindowStrip } from "@/lib/ui/context/window_strip.tsx";
import { formatCount } from "@/lib/ui/format.ts";
import { Handle } from "@/lib/ui/form/handle.tsx";
import { BarLine } from "@/lib/ui/learn/bar_line.tsx";

const RULES: readonly { readonly policy: ContextPolicy; readonly label: string }[] = [
  { policy: "truncate_start", label: "drop the oldest" },
  { policy: "keep_prefix", label: "keep the instruction" },
  { policy: "truncate_middle", label: "cut the middle" },
  { policy: "summarize", label: "summarize the older half" },
  { policy: "reject", label: "refuse" },
];

/** A full window, the rule by which something gives way, and what is left of the instruction. */
export function WindowFigure({ step, guess, revealed, onGuess }: FigureProps) {
  const generated = useSignal(WINDOW.generated + WINDOW.more);
  const policy = useSignal<ContextPolicy>("truncate_start");
  const spec = step.guess as BarGuess;
  const value = guessedNumber(guess);
  const now = revealed ? generated.value : WINDOW.generated;
  const left = instructionLeft(now, policy.value);
  const report = contextWindow({
    limit: WINDOW.limit,
    promptTokens: WINDOW.prompt,
    generatedTokens: now,
    policy: policy.value,
    keep: WINDOW.instruction,
  });
  const isFirst = policy.value === "truncate_start" && generated.value === WINDOW.generated + WINDOW.more;
  return (
    <div class="live">
      <WindowStrip
        used={report.used}
        promptTokens={WINDOW.prompt}
        limit={WINDOW.limit}
        dropped={revealed ? report.dropped : []}
        kept={revealed ? report.kept : []}
        height={36}
        label={revealed ? report.explanation : "A full window: 7,600 tokens of prompt and 400 generated ones"}
      />
      <StripKey />
      <ul class="bar-lines">
        <BarLine
          {...spec}
          name="instruction"
          guess={isFirst || !revealed ? value : null}
          truth={revealed ? left : null}
          text={revealed
            ? formatGuess(left, spec.unit)
            : value === null
            ? "?"
            : `${formatGuess(value, spec.unit)} ?`}
          {...(value !== null && { valueText: formatGuess(value, spec.unit) })}
          {...(!revealed && { onGuess: (next: number) => onGuess(`${next}`) })}
        />
      </ul>
      {revealed && (
        <>
          <div class="pills" role="group" aria-label="What gives way">
            {RULES.map((rule) => (
              <button
                key={rule.policy}
                type="button"
                class="pill"
                aria-pressed={policy.value === rule.policy}
                onClick={() => policy.value = rule.policy}
              >
                {rule.label}
              </button>
            ))}
          </div>
          <div class="handle-row">
            <span>Generated tokens</span>
            <Handle
              label="Generated tokens"
              value={generated.value}
              min={0}
              max={2000}
              step={50}
              onInput={(next) => generated.value = next}
            />
            <b class="num">{formatCount(generated.value)}</b>
          </div>
          <p class="small" aria-live="polite">{report.explanation}</p>
        </>
      )}
    </div>
  );
}
