import type { StopReason } from "@/lib/lm/generation/generation.ts";
import { formatProbability } from "@/lib/ui/format.ts";
import { type GeneratedView, surpriseLevel } from "@/lib/ui/predictor/line/generated_view.ts";
import { TokenText } from "@/lib/ui/token/chip.tsx";
import { joinTokens } from "@/lib/ui/token/join.ts";
import { tokenName } from "@/lib/ui/token/pieces.ts";

interface GeneratedTokensProps {
  readonly tokens: readonly GeneratedView[];
  /** Position of the first one: how many tokens stand in front. */
  readonly from: number;
  /** Why the generation stands; null while it runs or before it began. */
  readonly stop: StopReason | null;
  readonly selected: number | null;
  readonly focused: number;
  readonly onOpen?: ((position: number) => void) | undefined;
}

type Placed = GeneratedView & { readonly index: number; readonly position: number };

const NEWLINE = 0x0a;

function classOf(token: Placed, selected: boolean): string {
  const classes = ["made", `surprise-${surpriseLevel(token.probability)}`];
  if (selected) classes.push("selected");
  if (token.given) classes.push("hand-picked");
  if (token.dropped) classes.push("dropped");
  return classes.join(" ");
}

function labelOf(token: Placed): string {
  const figures = Number.isNaN(token.probability)
    ? []
    : [formatProbability(token.probability), `rank ${token.rank}`];
  const parts = [tokenName(token), `id ${token.id}`, ...figures];
  if (token.given) parts.push("chosen");
  if (token.dropped) parts.push("dropped from the context");
  return parts.join(", ");
}

function Token({ token, list }: { readonly token: Placed; readonly list: GeneratedTokensProps }) {
  const { position } = token;
  const selected = list.selected === position;
  return (
    <li data-id={token.id} data-probability={token.probability}>
      <button
        type="button"
        class={classOf(token, selected)}
        data-index={token.index}
        data-position={position}
        aria-label={labelOf(token)}
        aria-pressed={selected}
        tabIndex={list.focused === position ? 0 : -1}
        onClick={() => list.onOpen?.(position)}
      >
        <TokenText token={token} />
      </button>
      {Array.from(token.bytes).at(-1) === NEWLINE && <br />}
    </li>
  );
}

/** What was generated, in the flow of the text: each token a button, tinted by how surprising it was. */
export function GeneratedTokens(props: GeneratedTokensProps) {
  const placed = props.tokens.map((token, index) => ({ ...token, index, position: props.from + index }));
  return (
    <ol
      class="generated-tokens area-generated"
      aria-label="Generated tokens"
      data-stop={props.stop ?? undefined}
    >
      {joinTokens(placed).flatMap(({ tokens, text }) => [
        ...tokens.map((token) => <Token key={token.position} token={token} list={props} />),
        text === null ? null : <li key={`${tokens[0]!.position}=`} class="joined-text">{text}</li>,
      ])}
    </ol>
  );
}
