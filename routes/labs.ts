/**
 * Every lab, in the order of the navigation. Whatever else goes over labs (stored experiments, files, pictures,
 * embeds, costs, what threads load first, tests) takes them from here or from the site's pages.
 *
 * @module
 */
import { contextLab } from "@/routes/context.tsx";
import { predictorLab } from "@/routes/home.tsx";
import { kvCacheLab } from "@/routes/kv_cache.tsx";
import { lossLab } from "@/routes/loss.tsx";
import { ngramLab } from "@/routes/ngram.tsx";
import { softmaxLab } from "@/routes/softmax.tsx";
import { tableLab } from "@/routes/table.tsx";
import { compareLab } from "@/routes/texts/compare.tsx";
import { ladderLab } from "@/routes/texts/ladder.tsx";
import { objectivesLab } from "@/routes/texts/objectives.tsx";
import { scoreLab } from "@/routes/texts/score.tsx";
import { trainLab } from "@/routes/train.tsx";

/** The labs. */
export const labs = [
  predictorLab,
  softmaxLab,
  ngramLab,
  lossLab,
  tableLab,
  kvCacheLab,
  contextLab,
  scoreLab,
  compareLab,
  objectivesLab,
  ladderLab,
  trainLab,
] as const;
