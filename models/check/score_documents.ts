import type { MaskedModel } from "@/lib/embedded/embedded_model.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { logSoftmax } from "@/lib/lm/distribution/softmax.ts";

/** What a model's loss on a list of documents adds up to. */
export interface DocumentScore {
  /** Negative log-probability of all tokens, each document's end included. */
  readonly nats: number;
  /** Tokens scored, ends included. */
  readonly tokens: number;
  /** UTF-8 bytes of the documents. */
  readonly bytes: number;
}

/** Loss in bits for each byte of the text. */
export function bitsPerByte({ nats, bytes }: DocumentScore): number {
  return nats / Math.LN2 / bytes;
}

/** Scores documents one by one, each after the begin token and with the end token; longer ones are cut at the context. */
export async function scoreDocuments(
  model: LanguageModel,
  documents: readonly string[],
): Promise<DocumentScore> {
  let nats = 0, tokens = 0, bytes = 0;
  for (const document of documents) {
    const ids = [model.beginToken!, ...await model.encode(document), model.endTokens[0]!];
    const scored = await model.score(ids.slice(0, model.contextLength));
    for (const { logProbability } of scored) nats -= logProbability;
    tokens += scored.length;
    bytes += new TextEncoder().encode(document).length;
  }
  return { nats, tokens, bytes };
}

/**
 * Guesses each token of each document from all the others. The sum is a pseudo-log-likelihood (Salazar et al. 2020):
 * no code could write the text in so few bits, since each guess knows the rest.
 */
export async function scoreHidden(model: MaskedModel, documents: readonly string[]): Promise<DocumentScore> {
  let nats = 0, tokens = 0, bytes = 0;
  for (const document of documents) {
    const ids = [model.beginToken!, ...await model.encode(document), model.endTokens[0]!]
      .slice(0, model.contextLength);
    for (let position = 1; position < ids.length; position++) {
      nats -= logSoftmax(await model.fill(ids, position))[ids[position]!]!;
    }
    tokens += ids.length - 1;
    bytes += new TextEncoder().encode(document).length;
  }
  return { nats, tokens, bytes };
}
