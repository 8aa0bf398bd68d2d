import { checkSampler } from "@/lib/lm/sampler/check_sampler.ts";
import type { GenerateOptions } from "@/lib/lm/generation/generation.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";

/**
 * Checks what the generation loop is asked, before the model runs.
 *
 * @throws {RangeError} If an option is out of its range, the prompt is empty, or a token is outside the vocabulary.
 */
export function checkGenerateOptions(model: LanguageModel, options: GenerateOptions): void {
  checkSampler(options.sampler);
  if (options.prompt.length === 0) {
    throw new RangeError("Cannot generate after an empty prompt: give at least the model's begin token");
  }
  checkCount("seed", options.seed, 0);
  checkCount("maxTokens", options.maxTokens, 0);
  checkCount("top", options.top ?? 0, 0);
  checkContext(options);
  for (const id of [...options.prompt, ...options.path ?? []]) {
    if (!Number.isInteger(id) || id < 0 || id >= model.vocabulary.size) {
      throw new RangeError(
        `Token ${id} is outside the vocabulary: use an id from 0 to ${model.vocabulary.size - 1}`,
      );
    }
  }
}

function checkContext({ contextLimit = Infinity, contextPolicy = "reject" }: GenerateOptions): void {
  if (contextPolicy === "summarize") {
    throw new RangeError(
      `Cannot generate with context policy "summarize": write the summary into the prompt instead`,
    );
  }
  // With room for one token, a policy that drops would leave nothing to predict from.
  if (contextLimit !== Infinity) checkCount("contextLimit", contextLimit, contextPolicy === "reject" ? 1 : 2);
}

function checkCount(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new RangeError(`Cannot generate with ${name} ${value}: use a whole number from ${least} up`);
}
