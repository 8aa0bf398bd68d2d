import { useSignal } from "@preact/signals";
import { AskedLine } from "../asked_line.tsx";
import type { FigureProps } from "../figure_props.ts";
import { formatGuess } from "../format_guess.ts";
import { SettingRow } from "../setting_row.tsx";
import { instructionLeft, WINDOW } from "@/lib/learn/course/figure_truths.ts";
import { contextWindow } from "@/lib/lm/generation/context_window.ts";
import type { ContextPolicy } from "@/lib/lm/generation/context_policy.ts";
import { StripKey, WindowStrip } from "@/lib/ui/context/window_strip.tsx";
import { formatCount } from "@/lib/ui/format.ts";

const FIRST = WINDOW.generated + WINDOW.more;
/** What happens, and what the policy does: which tokens go and stay is the context page's. */
const SAID = 2;
const RULES: readonly { readonly policy: ContextPolicy; readonly label: string }[] = [
  { policy: "truncate_start", label: "drop the oldest" },
  { policy: "keep_prefix", label: "keep the instruction" },
  { policy: "truncate_middle", label: "cut the middle" },
  { policy: "summarize", label: "summarize the older half" },
  { policy: "reject", label: "refuse" },
];

/** A full window, the rule by which something gives way, and what is left of the instruction. */
export function WindowFigure(props: FigureProps) {
  const generated = useSignal<number>(FIRST);
  const policy = useSignal<ContextPolicy>("truncate_start");
  const { revealed } = props;
  const left = instructionLeft(generated.value, policy.value);
  const report = contextWindow({
    limit: WINDOW.limit,
    promptTokens: WINDOW.prompt,
    generatedTokens: revealed ? generated.value : WINDOW.generated,
    policy: policy.value,
    keep: WINDOW.instruction,
  });
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
        <AskedLine
          figure={props}
          name="instruction"
          truth={left}
          text={formatGuess(left, "tokens")}
          marked={policy.value === "truncate_start" && generated.value === FIRST}
        />
      </ul>
      {revealed && <Settings policy={policy} generated={generated} said={report.sentences.slice(0, SAID)} />}
    </div>
  );
}

interface SettingsProps {
  readonly policy: { value: ContextPolicy };
  readonly generated: { value: number };
  readonly said: readonly string[];
}

function Settings({ policy, generated, said }: SettingsProps) {
  return (
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
      <SettingRow
        label="Generated tokens"
        value={generated.value}
        min={0}
        max={2000}
        step={50}
        text={formatCount(generated.value)}
        onInput={(next) => generated.value = next}
      />
      <p class="small" aria-live="polite">{said.join(" ")}</p>
    </>
  );
}
