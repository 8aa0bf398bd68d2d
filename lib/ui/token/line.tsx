import { formatCount, formatPlural } from "@/lib/ui/format.ts";
import { joinTokens, type TokenGroup } from "@/lib/ui/token/join.ts";
import { moveRovingFocus } from "@/lib/ui/form/roving_focus.ts";
import { TokenText } from "@/lib/ui/token/chip.tsx";
import { tokenName, type TokenView } from "@/lib/ui/token/pieces.ts";

/** A token of a line, with how it got there. */
export interface LineToken extends TokenView {
  /** Added by a template rather than typed. */
  readonly added?: boolean;
  /** Left out of the context by the context policy. */
  readonly dropped?: boolean;
}

/** Props of {@linkcode TokenLine}. */
export interface TokenLineProps {
  /** Name of the row, read aloud. */
  readonly label: string;
  readonly tokens: readonly LineToken[];
  /** Position that the Tab key reaches; default the last. */
  readonly focused?: number;
  readonly selected?: number | null;
  /** How many of the last tokens are drawn. Default 400. */
  readonly shown?: number;
  readonly onSelect?: (index: number) => void;
  readonly onMove?: (index: number) => void;
}

interface PlacedToken extends LineToken {
  readonly index: number;
}

function chipClass(token: PlacedToken, selected: boolean): string {
  const classes = ["chip", token.index % 2 ? "odd" : "even"];
  if (selected) classes.push("selected");
  if (token.added) classes.push("added");
  if (token.dropped) classes.push("dropped");
  return classes.join(" ");
}

function describe(token: PlacedToken): string {
  const state = token.dropped ? ", dropped" : token.added ? ", from the template" : "";
  return `${tokenName(token)}, id ${token.id}${state}`;
}

/** Bytes in hex, as many as a tip holds. */
function bytesText(bytes: ArrayLike<number>): string {
  const shown = Array.from(bytes).slice(0, 16).map((byte) =>
    byte.toString(16).toUpperCase().padStart(2, "0")
  );
  return shown.join(" ") + (bytes.length > shown.length ? " …" : "");
}

function LineChip({ token, line }: { readonly token: PlacedToken; readonly line: TokenLineProps }) {
  const selected = line.selected === token.index;
  const focused = Math.min(line.focused ?? Infinity, line.tokens.length - 1) === token.index;
  return (
    <button
      type="button"
      class={chipClass(token, selected)}
      data-index={token.index}
      data-token-id={token.id}
      data-tip={`id ${token.id} · bytes ${bytesText(token.bytes)}`}
      aria-label={describe(token)}
      aria-pressed={selected}
      tabIndex={focused ? 0 : -1}
      onClick={() => line.onSelect?.(token.index)}
    >
      <TokenText token={token} />
    </button>
  );
}

function Group({ group, line }: { readonly group: TokenGroup<PlacedToken>; readonly line: TokenLineProps }) {
  const chips = group.tokens.map((token) => <LineChip key={token.index} token={token} line={line} />);
  if (group.text === null) return <>{chips}</>;
  return (
    <span class="joined">
      {chips}
      <span class="joined-text">= {group.text}</span>
    </span>
  );
}

/** A row of tokens as a toolbar: one Tab stop, arrow keys move along it, Enter opens a token. */
export function TokenLine(props: TokenLineProps) {
  const { label, tokens, shown = 400, onMove } = props;
  const placed = tokens.map((token, index) => ({ ...token, index }));
  const hidden = Math.max(0, tokens.length - shown);
  return (
    <div
      class="tokens"
      role="toolbar"
      aria-label={label}
      onKeyDown={(event: KeyboardEvent) => moveRovingFocus(event, onMove)}
    >
      {hidden > 0 && (
        <span class="quiet" title={formatPlural(hidden, "token")}>… {formatCount(hidden)} before</span>
      )}
      {joinTokens(placed.slice(hidden)).map((group) => (
        <Group key={group.tokens[0]!.index} group={group} line={props} />
      ))}
    </div>
  );
}
