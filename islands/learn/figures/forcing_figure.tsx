import { AskedLine } from "../asked_line.tsx";
import { shortShare } from "../short_share.ts";
import type { FigureProps } from "../figure_props.ts";
import { formatGuess } from "../format_guess.ts";
import { liveModel } from "../live_model.ts";
import { useLive } from "../use_live.ts";
import { type ScoredText, scoreText } from "@/lib/lm/loss/score_text.ts";
import { BarLine } from "@/lib/ui/learn/bar_line.tsx";
import { TokenChip } from "@/lib/ui/token/chip.tsx";

/** Nats from which a token is as warm as it gets. */
const STRONG = 6;

/** A text whose tokens are scored in one pass, and how many passes that and writing take. */
export function ForcingFigure(props: FigureProps) {
  const { facts, revealed, sources } = props;
  const first = facts.scored!;
  const live = useLive<string, ScoredText>(
    first.text,
    first,
    async (text) => text === first.text ? first : await scoreText(await liveModel(sources), text),
  );
  const { pieces, source } = live.result.value;
  return (
    <div class="live" aria-busy={live.busy.value} data-source={source}>
      <ScoredTokens pieces={pieces} revealed={revealed} />
      <ul class="bar-lines">
        <AskedLine
          figure={props}
          min={0}
          max={pieces.length}
          name="score"
          truth={1}
          text={formatGuess(1, "passes")}
          marked={live.input.value === first.text}
        />
        {revealed && (
          <BarLine
            label=""
            name="write"
            max={pieces.length}
            step={1}
            guess={null}
            truth={pieces.length}
            text={formatGuess(pieces.length, "passes")}
          />
        )}
      </ul>
      {revealed && (
        <label class="stack">
          A text to score
          <input
            type="text"
            value={live.input.value}
            maxLength={200}
            onInput={(event) => live.input.value = event.currentTarget.value}
          />
        </label>
      )}
      {live.problem.value && <p role="alert" class="field-error">{live.problem.value}</p>}
    </div>
  );
}

interface ScoredTokensProps {
  readonly pieces: ScoredText["pieces"];
  readonly revealed: boolean;
}

function ScoredTokens({ pieces, revealed }: ScoredTokensProps) {
  return (
    <ol class="scored" aria-label="The tokens of the text">
      {pieces.map(({ id, bytes, logProbability }, index) => (
        <li key={index} class={revealed ? `warm-${shade(logProbability)}` : undefined}>
          <TokenChip token={{ id, bytes }} />
          <span class="small num">{revealed ? shortShare(Math.exp(logProbability)) : "?"}</span>
        </li>
      ))}
    </ol>
  );
}

/** From 1, expected, to 4, a surprise. */
function shade(logProbability: number): number {
  return 1 + Math.min(3, Math.floor(4 * -logProbability / STRONG));
}
