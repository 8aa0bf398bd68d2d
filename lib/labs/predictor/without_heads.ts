import { batch } from "@preact/signals";
import type { EmbeddedModel } from "@/lib/embedded/embedded_model.ts";
import type { PredictorState } from "@/lib/labs/predictor/predictor_state.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";

/** The variant of a model that was asked for last: an answer is known again by its model. */
const latest = new WeakMap<LanguageModel, { readonly names: string; readonly model: LanguageModel }>();

/**
 * The site's own Transformer with some of its attention heads off; another model as it is, which has none to switch:
 * the experiment forgets them then, with a notice.
 *
 * @param names `LAYER.HEAD`, from 1.
 */
export function withoutHeads(
  model: LanguageModel,
  names: readonly string[],
  state: Pick<PredictorState, "query" | "notices">,
): LanguageModel {
  if (!("inside" in model)) {
    forgetHeads(state, names, model.id.name);
    return model;
  }
  const known = latest.get(model);
  if (known?.names === names.join()) return known.model;
  const made = variantOf(model as EmbeddedModel, names);
  latest.set(model, { names: names.join(), model: made });
  return made;
}

function forgetHeads(
  { query, notices }: Pick<PredictorState, "query" | "notices">,
  names: readonly string[],
  model: string,
): void {
  const reason = `names heads of parcel-gpt, and ${model} answers`;
  batch(() => {
    query.value = { ...query.peek(), heads_off: [] };
    notices.value = [...notices.peek(), { name: "heads_off", value: names.join(), reason }];
  });
}

function variantOf(model: EmbeddedModel, names: readonly string[]): EmbeddedModel {
  const headsOff = names.map((name) => {
    const [layer = 0, head = 0] = name.split(".").map(Number);
    return [layer - 1, head - 1] as const;
  });
  return {
    ...model,
    get backend() {
      return model.backend;
    },
    logits: (tokens, options) => model.logits(tokens, { ...options, headsOff }),
    score: (tokens, options) => model.score(tokens, { ...options, headsOff }),
    observe: (tokens, observer) => model.observe(tokens, observer, headsOff),
    inside: (tokens, top) => model.inside(tokens, top, headsOff),
  };
}
