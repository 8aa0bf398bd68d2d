import { surpriseLevel } from "@/lib/ui/predictor/line/generated_view.ts";
import { TokenText } from "@/lib/ui/token/chip.tsx";
import { alignTokens } from "@/lib/ui/token/align_tokens.ts";
import { tokenName, type TokenView } from "@/lib/ui/token/pieces.ts";

/** A token in front of the generation, with how it got there. */
export interface TypedToken extends TokenView {
  /** Added by a begin token or a template rather than typed. */
  readonly added?: boolean;
  /** Left out of the context by the context policy. */
  readonly dropped?: boolean;
  /** What the model had said of it; left out where that is not known. */
  readonly probability?: number;
  readonly rank?: number;
}

interface PlacedToken extends TypedToken {
  /** In prompt and generation together. */
  readonly index: number;
}

interface TypedTokensProps {
  readonly text: string;
  readonly tokens: readonly TypedToken[];
  readonly selected: number | null;
  readonly focused: number;
  readonly onOpen?: ((position: number) => void) | undefined;
}

function describe(token: PlacedToken): string {
  const state = token.dropped ? ", dropped" : token.added ? ", from the template" : "";
  return `${tokenName(token)}, id ${token.id}${state}`;
}

/** What every mark of a token has: the role of a button, since a real one would break the line's flow. */
function markOf(token: PlacedToken, { selected, focused, onOpen }: TypedTokensProps) {
  const open = () => onOpen?.(token.index);
  return {
    role: "button" as const,
    "data-index": token.index,
    "data-position": token.index,
    "data-token-id": token.id,
    "data-added": token.added ? "" : undefined,
    "aria-label": describe(token),
    "aria-pressed": selected === token.index,
    tabIndex: focused === token.index ? 0 : -1,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      open();
    },
  };
}

function classOf(token: PlacedToken, { selected }: TypedTokensProps, isJoined: boolean): string {
  const classes = ["typed", token.index % 2 ? "odd" : "even"];
  if (token.probability !== undefined) classes.push(`surprise-${surpriseLevel(token.probability)}`);
  if (token.bytes[0] === 0x20) classes.push("spaced");
  if (isJoined) classes.push("joined");
  if (token.dropped) classes.push("dropped");
  if (selected === token.index) classes.push("selected");
  return classes.join(" ");
}

/** A token that is no part of the text as typed, as a chip. */
function AddedChip({ token, line }: { readonly token: PlacedToken; readonly line: TypedTokensProps }) {
  return (
    <span
      {...markOf(token, line)}
      class={line.selected === token.index ? "chip added selected" : "chip added"}
      onClick={() => line.onOpen?.(token.index)}
    >
      <TokenText token={token} />
    </span>
  );
}

/**
 * The tokens of the text where they stand under the field that it is typed in: their letters are not drawn, they only
 * take their place. In front what a template added, and a begin token in the margin.
 */
export function TypedTokens(props: TypedTokensProps) {
  const placed = props.tokens.map((token, index) => ({ ...token, index }));
  const first = placed.findIndex((token) => !token.added);
  const last = placed.findLastIndex((token) => !token.added);
  const before = first < 0 ? placed : placed.slice(0, first);
  const { before: unmarked, pieces, rest, unaligned } = alignTokens(
    props.text,
    first < 0 ? [] : placed.slice(first, last + 1),
  );
  const after = first < 0 ? [] : placed.slice(last + 1);
  const chips = (tokens: readonly PlacedToken[]) =>
    tokens.map((token) => <AddedChip key={token.index} token={token} line={props} />);
  return (
    <span data-typed role="group" aria-label="Tokens of the text">
      {before.length > 0 && <span class={before.length === 1 ? "begin" : "template"}>{chips(before)}</span>}
      {unmarked}
      {pieces.map(({ text, tokens }) =>
        tokens.map((token, i) => (
          <span
            key={token.index}
            {...markOf(token, props)}
            class={classOf(token, props, tokens.length > 1)}
          >
            {i === 0 ? text : ""}
          </span>
        ))
      )}
      {rest}
      {chips(rest === "" ? [...unaligned, ...after] : after)}
    </span>
  );
}
