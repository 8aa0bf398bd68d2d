import { formatBits, formatCount } from "@/lib/ui/format.ts";
import { moveRovingFocus } from "@/lib/ui/form/roving_focus.ts";
import { TokenText } from "@/lib/ui/token/chip.tsx";
import { tokenName } from "@/lib/ui/token/pieces.ts";

/** A token of a running text. */
interface RunningTextToken {
  readonly id: number;
  readonly bytes: ArrayLike<number>;
  /** Null where it has no figure. */
  readonly bits: number | null;
  readonly rank: number | null;
  /** How much it stands out, 0 to 4; null without a figure. */
  readonly level: number | null;
}

interface RunningTextProps {
  /** Name of the row, read aloud. */
  readonly label: string;
  readonly tokens: readonly RunningTextToken[];
  /** Index of the first token in the whole text. */
  readonly start?: number;
  /** The token that is open; null for none. */
  readonly at: number | null;
  readonly onOpen?: (index: number) => void;
}

/** A text as one reads it, each token tinted and underlined by how much it surprised; arrow keys walk along it. */
export function RunningText({ label, tokens, start = 0, at, onOpen }: RunningTextProps) {
  const focused = at !== null && at >= start && at < start + tokens.length ? at : start;
  return (
    <div
      class="reading"
      role="toolbar"
      aria-label={label}
      onKeyDown={(event: KeyboardEvent) => moveRovingFocus(event, onOpen)}
    >
      {tokens.map((token, index) => (
        <Token key={index} token={token} index={start + index} at={at} focused={focused} onOpen={onOpen} />
      ))}
    </div>
  );
}

interface TokenProps {
  readonly token: RunningTextToken;
  readonly index: number;
  readonly at: number | null;
  readonly focused: number;
  readonly onOpen: ((index: number) => void) | undefined;
}

function Token({ token, index, at, focused, onOpen }: TokenProps) {
  const { bits, rank, level } = token;
  const figures = bits === null
    ? "not scored"
    : `${formatBits(bits)}${rank === null ? "" : `, rank ${formatCount(rank)}`}`;
  const breaks = token.bytes[token.bytes.length - 1] === 10;
  return (
    <>
      <button
        type="button"
        class={`chip ${level === null ? "unscored" : `surprise-${level}`}${at === index ? " selected" : ""}`}
        data-index={index}
        data-token-id={token.id}
        data-tip={figures}
        aria-label={`${tokenName(token)}, ${figures}`}
        aria-pressed={at === index}
        tabIndex={focused === index ? 0 : -1}
        onClick={() => onOpen?.(index)}
      >
        <TokenText token={token} />
      </button>
      {breaks && <br />}
    </>
  );
}
