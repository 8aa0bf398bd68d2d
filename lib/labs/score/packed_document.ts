/**
 * A scored text in a few arrays: what crosses from a worker to the page without a long task on either side.
 *
 * @module
 */
import type { ConventionSettings } from "@/lib/lm/loss/text/convention.ts";
import type { DocumentToken, ScoredDocument, TokenScore } from "@/lib/lm/loss/text/score_document.ts";

/** A scored text without its text. */
export interface PackedDocument {
  readonly source: string;
  readonly settings: ConventionSettings;
  readonly passes: number;
  readonly ids: Int32Array;
  /** The tokens' bytes, one after another, and where each ends. */
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
  /** NaN where a token is not scored. */
  readonly logProbabilities: Float64Array;
  readonly ranks: Int32Array;
  readonly entropies: Float64Array;
  /** The likeliest tokens of each position; null where there are too many positions for it. */
  readonly tops: readonly TokenScore["top"][] | null;
}

/** Packs a scored text. */
export function packDocument(
  { source, settings, passes, tokens }: ScoredDocument,
  withTops: boolean,
): PackedDocument {
  let end = 0;
  const ends = Uint32Array.from(tokens, ({ bytes }) => end += bytes.length);
  const bytes = new Uint8Array(end);
  tokens.forEach((token, index) => bytes.set(token.bytes, index === 0 ? 0 : ends[index - 1]));
  return {
    source,
    settings,
    passes,
    ids: Int32Array.from(tokens, ({ id }) => id),
    bytes,
    ends,
    logProbabilities: Float64Array.from(tokens, ({ score }) => score?.logProbability ?? NaN),
    ranks: Int32Array.from(tokens, ({ score }) => score?.rank ?? 0),
    entropies: Float64Array.from(tokens, ({ score }) => score?.entropyNats ?? NaN),
    tops: withTops ? tokens.map(({ score }) => score?.top ?? []) : null,
  };
}

/** The buffers of a packed text, to be handed over rather than copied. */
export function buffersOf(
  { ids, bytes, ends, logProbabilities, ranks, entropies }: PackedDocument,
): ArrayBuffer[] {
  return [ids, bytes, ends, logProbabilities, ranks, entropies].map(({ buffer }) => buffer as ArrayBuffer);
}

/** Tokens that are unpacked at a time. */
const AT_ONCE = 1000;

/**
 * Unpacks a scored text.
 *
 * @param pause Called after every thousand tokens: lets other work in.
 */
export async function unpackDocument(
  text: string,
  packed: PackedDocument,
  pause: () => Promise<void>,
): Promise<ScoredDocument> {
  const { source, settings, passes, ids } = packed;
  const tokens: DocumentToken[] = [];
  while (tokens.length < ids.length) {
    if (tokens.length > 0) await pause();
    const end = Math.min(ids.length, tokens.length + AT_ONCE);
    for (let index = tokens.length; index < end; index++) tokens.push(tokenAt(packed, index));
  }
  return { text, source, settings, passes, tokens };
}

function tokenAt(packed: PackedDocument, index: number): DocumentToken {
  const bytes: number[] = [];
  for (let at = packed.ends[index - 1] ?? 0; at < packed.ends[index]!; at++) bytes.push(packed.bytes[at]!);
  return { id: packed.ids[index]!, bytes, score: scoreAt(packed, index) };
}

function scoreAt(
  { logProbabilities, ranks, entropies, tops }: PackedDocument,
  index: number,
): TokenScore | null {
  const logProbability = logProbabilities[index]!;
  if (Number.isNaN(logProbability)) return null;
  return { logProbability, rank: ranks[index]!, entropyNats: entropies[index]!, top: tops?.[index] ?? [] };
}
