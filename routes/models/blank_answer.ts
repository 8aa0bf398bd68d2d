import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";
import { softmax } from "@/lib/lm/distribution/softmax.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import { joinTokens } from "@/lib/lm/decode_bytes.ts";
import { SERVER_TOKENS, serverModel } from "@/lib/server/models/shipped_models.ts";

/** What marks the hidden word. */
export const BLANK = "___";

const FIRST_TEXT = `The package left the ${BLANK} and reached the hub.`;
const LONGEST_TEXT = 400;
const ROWS = 10;

/** Probabilities of one token in the place of the blank, over the whole vocabulary. */
export interface BlankRow {
  readonly id: TokenId;
  readonly text: string;
  /** By parcel-bert, from both sides. */
  readonly both: number;
  /** By parcel-bert, from what is before. */
  readonly before: number;
  /** By parcel-gpt, from what is before. */
  readonly gpt: number;
  /** By parcel-gru, from what is before. */
  readonly gru: number;
}

/** What stands in the place of a blank: the likeliest tokens from both sides. */
export interface BlankAnswer {
  readonly text: string;
  readonly rows: readonly BlankRow[];
  /** Why there are no rows. */
  readonly problem: string | null;
}

/** Asks the three models for the one token that a text hides. */
export async function answerBlank(given: string | null): Promise<BlankAnswer> {
  const text = (given ?? FIRST_TEXT).slice(0, LONGEST_TEXT);
  const sides = text.split(BLANK);
  if (sides.length !== 2) {
    return { text, rows: [], problem: `Put one ${BLANK} (three underscores) where a word is hidden.` };
  }
  const bert = serverModel("parcel-bert");
  // A word's space belongs to its token.
  const [left, right] = await Promise.all([bert.encode(sides[0]!.replace(/ $/, "")), bert.encode(sides[1]!)]);
  const before = [bert.beginToken!, ...left];
  const tokens = [...before, bert.endTokens[0]!, ...right, bert.endTokens[0]!];
  if (tokens.length > SERVER_TOKENS["parcel-bert"]) {
    const problem = `The text has ${tokens.length} tokens, and at most ${
      SERVER_TOKENS["parcel-bert"]
    } are read here: shorten it.`;
    return { text, rows: [], problem };
  }
  const both = softmax(await bert.fill(tokens, before.length));
  const [bertBefore, gpt, gru] = await Promise.all(
    [bert, serverModel("parcel-gpt"), serverModel("parcel-gru")].map((model) => next(model, before)),
  );
  const rows = topTokens(both, ROWS).map((id) => ({
    id,
    text: joinTokens(bert.vocabulary, [id]),
    both: both[id]!,
    before: bertBefore![id]!,
    gpt: gpt![id]!,
    gru: gru![id]!,
  }));
  return { text, rows, problem: null };
}

async function next(model: LanguageModel, context: readonly TokenId[]): Promise<Float64Array> {
  const [logits] = await model.logits(context);
  return softmax(logits!);
}
