import { fetchText } from "@/lib/labs/fetch_text.ts";
import { type CountCorpus, joinCorpora } from "@/lib/labs/models/count_corpus.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { createCountModel } from "@/lib/lm/ngram/count_model.ts";

/**
 * Fetches the shipped corpus and counts it in the tab.
 *
 * @throws {Error} If a file of it cannot be fetched.
 */
export async function fetchCountModel({ urls, revision }: CountCorpus): Promise<LanguageModel> {
  const texts = await Promise.all(urls.map(fetchText));
  return createCountModel(joinCorpora(texts), { revision });
}
