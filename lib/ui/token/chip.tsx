import { tokenName, type TokenPiece, tokenPieces, type TokenView } from "@/lib/ui/token/pieces.ts";

/** The pieces of a token: text as it is, everything invisible with a mark of its own. */
export function TokenText({ token }: { readonly token: TokenView }) {
  return <>{tokenPieces(token).map(renderPiece)}</>;
}

function renderPiece(piece: TokenPiece, index: number) {
  if (piece.kind === "text") return piece.text;
  return <span key={index} class={`tp tp-${piece.kind}`}>{piece.text}</span>;
}

/** Whether pieces show nothing but blanks, so that only the token's name can be read aloud. */
function areBlank(pieces: readonly TokenPiece[]): boolean {
  return pieces.every(({ kind }) => kind === "space" || kind === "newline" || kind === "tab");
}

/** Characters of a name beyond which it takes more than the place beside a bar. */
const LONG = 10;

interface TokenChipProps {
  readonly token: TokenView;
  readonly selected?: boolean;
}

/** A token as a chip: spaces, newlines and lone bytes visible, never broken over two lines. */
export function TokenChip({ token, selected = false }: TokenChipProps) {
  const pieces = tokenPieces(token);
  const name = areBlank(pieces) ? { role: "img" as const, "aria-label": tokenName(token) } : {};
  const isLong = pieces.map(({ text }) => text).join("").length > LONG;
  return (
    <span
      class={selected ? "chip selected" : "chip"}
      data-token-id={token.id}
      data-long={isLong || undefined}
      {...name}
    >
      {pieces.map(renderPiece)}
    </span>
  );
}
