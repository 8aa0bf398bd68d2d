import { tokenName, type TokenPiece, tokenPieces, type TokenView } from "@/lib/ui/token/pieces.ts";

/** The pieces of a token: text as it is, everything invisible with a mark of its own. */
export function TokenText({ token }: { readonly token: TokenView }) {
  return <>{tokenPieces(token).map(renderPiece)}</>;
}

function renderPiece(piece: TokenPiece, index: number) {
  if (piece.kind === "text") return piece.text;
  return <span key={index} class={`tp tp-${piece.kind}`}>{piece.text}</span>;
}

/** Whether a token shows nothing but blanks, so that only its name can be read aloud. */
function isBlank(token: TokenView): boolean {
  return tokenPieces(token).every(({ kind }) => kind === "space" || kind === "newline" || kind === "tab");
}

/** Props of {@linkcode TokenChip}. */
export interface TokenChipProps {
  readonly token: TokenView;
  readonly selected?: boolean;
}

/** A token as a chip: spaces, newlines and lone bytes visible, never broken over two lines. */
export function TokenChip({ token, selected = false }: TokenChipProps) {
  const name = isBlank(token) ? { role: "img" as const, "aria-label": tokenName(token) } : {};
  return (
    <span class={selected ? "chip selected" : "chip"} data-token-id={token.id} {...name}>
      <TokenText token={token} />
    </span>
  );
}
