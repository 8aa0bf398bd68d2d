import { useSignal } from "@preact/signals";
import { type FigureProps, guessedOrder } from "../figure_props.ts";
import { ShareLines } from "../answer_bars.tsx";
import { liveModel } from "../live_model.ts";
import { useLive } from "../use_live.ts";
import { type Answer, answerText, type TokenShare } from "@/lib/learn/course/answer_text.ts";
import type { OrderGuess } from "@/lib/learn/course/step.ts";
import { OrderList } from "@/lib/ui/learn/order_list.tsx";
import { TokenChip } from "@/lib/ui/token/chip.tsx";

const ROWS = 6;
const MOST = 24;

/** The four acts in order, and the loop with parcel-gpt, one press a turn. */
export function LoopFigure({ step, facts, guess, revealed, onGuess, sources }: FigureProps) {
  const spec = step.guess as OrderGuess;
  return (
    <div class="live">
      <OrderList
        {...spec}
        label="How a model writes"
        chosen={guessedOrder(guess)}
        revealed={revealed}
        onChoose={(chosen) => onGuess(chosen.join())}
      />
      {revealed && <Writing first={facts.answers[0]!} sources={sources} />}
    </div>
  );
}

function Writing({ first, sources }: { readonly first: Answer; readonly sources: FigureProps["sources"] }) {
  const tokens = useSignal<readonly TokenShare[]>([]);
  const live = useLive<string, Answer>(
    first.text,
    first,
    async (text) => text === first.text ? first : await answerText(await liveModel(sources), text, ROWS),
  );
  const next = live.result.value.rows[0]!;
  const isEnd = textOf(next) === "<|end|>" || tokens.value.length >= MOST;
  const take = () => {
    tokens.value = [...tokens.value, next];
    live.input.value = first.text + joined(tokens.value);
  };
  const reset = () => {
    tokens.value = [];
    live.input.value = first.text;
  };
  return (
    <div class="live" aria-busy={live.busy.value} data-source={live.result.value.source}>
      <p class="study-text" aria-live="polite">
        {first.text}
        {tokens.value.map((token, index) => <TokenChip key={index} token={token} />)}
      </p>
      <div class="acts">
        <button type="button" disabled={isEnd || live.busy.value} onClick={take}>Step</button>
        <button type="button" class="link" onClick={reset}>From the start</button>
        {isEnd && <span class="quiet">The end token is the likeliest: the loop stops.</span>}
      </div>
      <ShareLines answer={live.result.value} mark={null} />
    </div>
  );
}

function textOf({ bytes }: TokenShare): string {
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

function joined(tokens: readonly TokenShare[]): string {
  return new TextDecoder().decode(Uint8Array.from(tokens.flatMap(({ bytes }) => bytes)));
}
