/**
 * The server's answers of the experiments.
 *
 * @module
 */
import { LRUCache } from "lru-cache";
import type { LimitAnswer } from "@/lib/limits/limit_answer.ts";
import { type LimitExperiment, limitSearch, readLimitQuery } from "@/lib/limits/limit_experiment.ts";
import { SERVER_TOKENS, serverModel } from "@/lib/server/models/shipped_models.ts";

/** Answers that are kept; each takes a few kB. */
const MAX_ANSWERS = 200;
/** Characters of a query that the server still reads; the tab reads all of them. */
const LONGEST_QUERY = 2500;

const answers = new LRUCache<string, Promise<LimitAnswer>>({ max: MAX_ANSWERS });

/** What an experiment answers to a query; null where only the tab computes it. */
export function limitAnswer(
  experiment: LimitExperiment,
  params: URLSearchParams,
): Promise<LimitAnswer | null> {
  const query = readLimitQuery(experiment.fields, params);
  const search = limitSearch(experiment.fields, query);
  if (experiment.work === "tab") return Promise.resolve(null);
  if (experiment.work === "default" && search !== "" || search.length > LONGEST_QUERY) {
    return Promise.resolve(null);
  }
  const key = `${experiment.name}${search}`;
  const known = answers.get(key);
  if (known !== undefined) return known;
  const model = serverModel("parcel-gpt");
  const short = { ...model, contextLength: SERVER_TOKENS["parcel-gpt"] + 1 };
  const answer = experiment.run(query, { model: short });
  answers.set(key, answer);
  answer.catch(() => answers.delete(key));
  return answer;
}
