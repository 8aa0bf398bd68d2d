/**
 * The kinds of questions, two or three for each aim.
 *
 * @module
 */
import { addOrDivide } from "@/lib/learn/check/numbers/add_or_divide.ts";
import { bigramCount } from "@/lib/learn/check/numbers/bigram_count.ts";
import { chainRule } from "@/lib/learn/check/numbers/chain_rule.ts";
import { distributionRow } from "@/lib/learn/check/numbers/distribution_row.ts";
import { greedyDraws } from "@/lib/learn/check/numbers/greedy_draws.ts";
import { kvLonger } from "@/lib/learn/check/numbers/kv_longer.ts";
import { kvMemory } from "@/lib/learn/check/numbers/kv_memory.ts";
import { kvWork } from "@/lib/learn/check/numbers/kv_work.ts";
import { loopGreedy } from "@/lib/learn/check/numbers/loop_greedy.ts";
import { loopReads } from "@/lib/learn/check/numbers/loop_reads.ts";
import { lossToPerplexity } from "@/lib/learn/check/numbers/loss_to_perplexity.ts";
import { maskedReads } from "@/lib/learn/check/numbers/masked_reads.ts";
import { neuralWidth } from "@/lib/learn/check/numbers/neural_width.ts";
import { passes } from "@/lib/learn/check/numbers/passes.ts";
import { perplexityOfFour } from "@/lib/learn/check/numbers/perplexity_of_four.ts";
import { temperatureTop } from "@/lib/learn/check/numbers/temperature_top.ts";
import { topPKept } from "@/lib/learn/check/numbers/top_p_kept.ts";
import { windowFull } from "@/lib/learn/check/numbers/window_full.ts";
import { windowPolicy } from "@/lib/learn/check/numbers/window_policy.ts";
import type { QuestionType } from "@/lib/learn/check/question.ts";
import { database } from "@/lib/learn/check/scenarios/database.ts";
import { definition } from "@/lib/learn/check/scenarios/definition.ts";
import { likelyWrong } from "@/lib/learn/check/scenarios/likely_wrong.ts";
import { maskedUse } from "@/lib/learn/check/scenarios/masked_use.ts";
import { neuralParts } from "@/lib/learn/check/scenarios/neural_parts.ts";
import { perplexityFalse } from "@/lib/learn/check/scenarios/perplexity_false.ts";
import type { ScenarioType } from "@/lib/learn/check/scenarios/scenario_type.ts";
import { structure } from "@/lib/learn/check/scenarios/structure.ts";
import { teacherForcing } from "@/lib/learn/check/scenarios/teacher_forcing.ts";
import { unseenPair } from "@/lib/learn/check/scenarios/unseen_pair.ts";

/** Questions whose numbers come from the seed. */
export const NUMBER_TYPES: readonly QuestionType[] = [
  distributionRow,
  chainRule,
  bigramCount,
  loopGreedy,
  loopReads,
  temperatureTop,
  addOrDivide,
  neuralWidth,
  passes,
  perplexityOfFour,
  lossToPerplexity,
  maskedReads,
  greedyDraws,
  topPKept,
  windowFull,
  windowPolicy,
  kvMemory,
  kvLonger,
  kvWork,
];

/** Questions that the seed chooses among scenarios. */
export const SCENARIO_TYPES: readonly ScenarioType[] = [
  definition,
  unseenPair,
  neuralParts,
  teacherForcing,
  maskedUse,
  structure,
  likelyWrong,
  perplexityFalse,
  database,
];

/** All kinds. */
export const QUESTION_TYPES: readonly QuestionType[] = [...NUMBER_TYPES, ...SCENARIO_TYPES];
