import { shortShare } from "./short_share.ts";
import { LargerModel } from "./larger_model.tsx";
import type { Live } from "./use_live.ts";
import { ModelRow } from "../models/model_row.tsx";
import type { ModelChoice } from "../models/model_choice.ts";
import type { Answer, TokenShare } from "@/lib/learn/course/answer_text.ts";
import { BarLine } from "@/lib/ui/learn/bar_line.tsx";
import { TokenChip } from "@/lib/ui/token/chip.tsx";
import { formatCount } from "@/lib/ui/format.ts";

/** Rows of an answer that are drawn. */
const ROWS = 6;

/** The bars of an answer, the rest of the vocabulary as the last one. */
export function ShareLines({ answer, mark, rows: most = ROWS }: {
  readonly answer: Answer;
  /** How many rows are drawn; the rest is one. */
  readonly rows?: number;
  /** The token that was guessed, and the guess. */
  readonly mark: { readonly token: string; readonly guess: number | null } | null;
}) {
  const rows = answer.rows.slice(0, most);
  const hidden = answer.rows.slice(most);
  const rest = answer.other.probability + hidden.reduce((sum, { probability }) => sum + probability, 0);
  const isMarked = ({ bytes }: TokenShare) => mark !== null && textOf(bytes) === mark.token;
  return (
    <ul class="bar-lines" aria-label={`What may follow, by ${answer.source.split("@")[0]}`}>
      {rows.map((row) => (
        <BarLine
          key={row.id}
          label=""
          name={<TokenChip token={row} />}
          max={1}
          step={0.01}
          truth={row.probability}
          guess={isMarked(row) ? mark!.guess : null}
          text={shortShare(row.probability)}
        />
      ))}
      <BarLine
        label=""
        name={
          <span class="quiet small">
            {formatCount(answer.other.count + hidden.length)} others
          </span>
        }
        max={1}
        step={0.01}
        truth={rest}
        guess={null}
        text={shortShare(rest)}
      />
    </ul>
  );
}

/** A text that can be changed, and what the model expects after it. */
export function AnswerBars({ live, hub, texts, mark }: {
  readonly live: Live<string, Answer>;
  readonly hub: ModelChoice;
  /** Texts to choose from. */
  readonly texts: readonly string[];
  readonly mark: { readonly token: string; readonly guess: number | null } | null;
}) {
  return (
    <div class="live" aria-busy={live.busy.value} data-source={live.result.value.source}>
      <label class="stack">
        Text before the next token
        <input
          type="text"
          value={live.input.value}
          maxLength={400}
          onInput={(event) => live.input.value = event.currentTarget.value}
        />
      </label>
      <Texts texts={texts} live={live} />
      <ShareLines answer={live.result.value} mark={mark} />
      <ModelRow choice={hub} />
      <LargerModel />
      {live.problem.value && <p role="alert" class="field-error">{live.problem.value}</p>}
    </div>
  );
}

function Texts({ texts, live }: { readonly texts: readonly string[]; readonly live: Live<string, Answer> }) {
  if (texts.length < 2) return null;
  return (
    <div class="pills">
      {texts.map((text) => (
        <button
          key={text}
          type="button"
          class="pill wraps"
          aria-pressed={live.input.value === text}
          onClick={() => live.input.value = text}
        >
          {text} …
        </button>
      ))}
    </div>
  );
}

function textOf(bytes: readonly number[]): string {
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
