/**
 * A second model on the text of the first: what it would say next there, and how it would have gone on by itself.
 *
 * @module
 */
import type { PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import { predict } from "@/lib/labs/predictor/prediction.ts";
import type { Prediction } from "@/lib/labs/predictor/answer.ts";
import { joinTokens } from "@/lib/lm/decode_bytes.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { sameVocabulary } from "@/lib/lm/same_vocabulary.ts";

/** The second model's answer. */
export interface BesideAnswer {
  /** The first model's answer that it stands beside. */
  readonly first: Prediction;
  /** The second model after the same text. */
  readonly here: Prediction;
  /** The second model after the prompt and as many tokens of its own. */
  readonly own: Prediction;
  /** Whether both have the same tokens. */
  readonly shared: boolean;
  /** What the second model's own way was taken under: everything but what only the first one's way has. */
  readonly terms: string;
}

/** What {@linkcode besideAnswer} is asked. */
interface BesideRequest {
  readonly model: LanguageModel;
  readonly first: Prediction;
  readonly query: PredictorQuery;
  /** An earlier answer of the same model; what still holds of it is taken over. */
  readonly known: BesideAnswer | null;
  readonly signal: AbortSignal;
}

/**
 * Computes the second model's answer. Its own way takes as many tokens as the first model's has, with the same sampler,
 * seed and conditions, unless one of those stops it earlier.
 *
 * @throws Whatever the model throws, and the signal's reason when it is aborted.
 */
export async function besideAnswer(
  { model, first, query, known, signal }: BesideRequest,
): Promise<BesideAnswer> {
  const shared = known?.here.model === model && known.first.model === first.model
    ? known.shared
    : sameVocabulary(model.vocabulary, first.model.vocabulary);
  const ask = (asked: Partial<PredictorQuery>, before: Prediction | null) =>
    predict({
      model,
      query: { ...query, heads_off: [], ...asked },
      known: before?.model === model ? before : null,
      given: false,
      signal,
      onRun: () => {},
    });
  const ids = first.generated.map(({ id }) => id);
  const here = shared
    ? await ask({ path: ids }, known?.here ?? null)
    : await ask({ text: query.text + textOf(first, ids), path: [] }, known?.here ?? null);
  const terms = termsOf(query);
  const holds = known?.own.model === model && known.terms === terms;
  let path = holds ? known.own.generated.map(({ id }) => id).slice(0, ids.length) : [];
  let own = await ask({ path }, holds ? known.own : null);
  while (path.length < ids.length && own.reading.stop(own, query) === "visitor") {
    const id = own.reading.next(own, query);
    if (id === null) break;
    path = [...path, id];
    own = await ask({ path }, own);
  }
  return { first, here, own, shared, terms };
}

/** What was generated, as text: marks such as an end token are none. */
function textOf({ model: { vocabulary } }: Prediction, ids: readonly number[]): string {
  return joinTokens(vocabulary, ids.filter((id) => !vocabulary.isSpecial(id)));
}

function termsOf(query: PredictorQuery): string {
  return JSON.stringify({ ...query, path: [], branches: [], top: 0, heads_off: [], model: "" });
}
