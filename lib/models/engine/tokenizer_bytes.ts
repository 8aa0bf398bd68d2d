/**
 * The bytes that each token of a `tokenizer.json` stands for.
 *
 * @module
 */
import { BYTE_OF_SYMBOL } from "@/lib/lm/bpe/byte_symbols.ts";
import type { TokenId } from "@/lib/lm/language_model.ts";
import { type PackedVocabulary, packVocabulary } from "@/lib/lm/vocabulary.ts";

/** The parts of a `tokenizer.json` that say what tokens stand for. */
export interface TokenizerFile {
  readonly model: {
    readonly type?: string;
    /** Piece to id (BPE, WordPiece), or pieces with scores in the order of their ids (Unigram). */
    readonly vocab: Readonly<Record<string, TokenId>> | readonly (readonly [piece: string, score: number])[];
  };
  readonly added_tokens?: readonly {
    readonly id: TokenId;
    readonly content: string;
    readonly special: boolean;
  }[];
  readonly pre_tokenizer?: unknown;
  readonly decoder?: unknown;
}

type ReadPiece = (piece: string) => Uint8Array;

const UTF8 = new TextEncoder();
/** SentencePiece's mark for a space. */
const SPACE_MARK = "\u2581";
/** SentencePiece's token for a byte that no piece covers. */
const BYTE_PIECE = /^<0x([0-9A-Fa-f]{2})>$/;

/**
 * Packs the vocabulary of a tokenizer.
 *
 * @param size Number of logits the model gives: ids beyond the tokenizer's stand for nothing.
 */
export function vocabularyOf(tokenizer: TokenizerFile, size: number): PackedVocabulary {
  const tokens = Array.from<Uint8Array>({ length: size }).fill(new Uint8Array());
  const readPiece = pieceReader(tokenizer);
  for (const [piece, id] of pieces(tokenizer.model.vocab)) if (id < size) tokens[id] = readPiece(piece);
  const added = (tokenizer.added_tokens ?? []).filter(({ id }) => id < size);
  for (const { id, content } of added) tokens[id] = UTF8.encode(content);
  return packVocabulary(tokens, added.filter(({ special }) => special).map(({ id }) => id));
}

function pieces(vocab: TokenizerFile["model"]["vocab"]): (readonly [string, TokenId])[] {
  return Array.isArray(vocab)
    ? (vocab as readonly (readonly [string, number])[]).map(([piece], id) => [piece, id] as const)
    : Object.entries(vocab as Readonly<Record<string, TokenId>>);
}

function pieceReader({ decoder, pre_tokenizer }: TokenizerFile): ReadPiece {
  if (partNames(decoder).has("ByteLevel") || partNames(pre_tokenizer).has("ByteLevel")) return readByteLevel;
  if (partNames(decoder).has("WordPiece")) return readWordPiece;
  return readSentencePiece;
}

/** The types of a component and of the components it is a sequence of. */
export function partNames(component: unknown): Set<string> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const { type, decoders, pretokenizers } = value as Record<string, unknown>;
    if (typeof type === "string") found.add(type);
    for (const parts of [decoders, pretokenizers]) if (Array.isArray(parts)) parts.forEach(visit);
  };
  visit(component);
  return found;
}

/**
 * GPT-2 writes each byte as one printable character; characters outside its table stand for themselves.
 */
function readByteLevel(piece: string): Uint8Array {
  const bytes = Array.from(piece, (character) => BYTE_OF_SYMBOL.get(character));
  return bytes.includes(undefined) ? UTF8.encode(piece) : Uint8Array.from(bytes as number[]);
}

function readSentencePiece(piece: string): Uint8Array {
  const byte = BYTE_PIECE.exec(piece)?.[1];
  return byte ? Uint8Array.of(parseInt(byte, 16)) : UTF8.encode(piece.replaceAll(SPACE_MARK, " "));
}

function readWordPiece(piece: string): Uint8Array {
  return UTF8.encode(piece.startsWith("##") ? piece.slice(2) : ` ${piece}`);
}
