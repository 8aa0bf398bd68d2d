/**
 * The corpus of the count model that a page opens with: the shipped files, one after the other.
 *
 * @module
 */
import { contentHash } from "@/lib/server/assets/content_hash.ts";
import { ROOT } from "@/lib/server/root.ts";
import { staticUrl } from "@/lib/server/assets/static_url.ts";
import { type CountModel, createCountModel } from "@/lib/lm/ngram/count_model.ts";
import { type CountCorpus, joinCorpora } from "@/lib/labs/models/count_corpus.ts";

const FILES = ["corpora/parcel_messages.txt", "corpora/everyday.txt"] as const;

/** Where a tab finds the corpus, and the revision that the counts over it have. */
export const countCorpus: CountCorpus = {
  urls: FILES.map(staticUrl),
  revision: revisionOf(FILES.map((file) => contentHash(`${ROOT}/static/${file}`))),
};

let model: CountModel | null = null;

/** The server's count model, counted once. */
export function serverCounts(): CountModel {
  const texts = () => FILES.map((file) => Deno.readTextFileSync(`${ROOT}/static/${file}`));
  return model ??= createCountModel(joinCorpora(texts()), { revision: countCorpus.revision });
}

/** Six digits of each file's content hash. */
function revisionOf(hashes: readonly string[]): string {
  return hashes.map((hash) => hash.slice(0, 6)).join("");
}
