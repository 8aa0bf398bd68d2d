/**
 * The islands: the parts of a page that come alive in the browser. One line each; a test holds the list to the files
 * of this folder and its rooms that are named in PascalCase.
 *
 * @module
 */
import type { ComponentType } from "preact";

/** Loads each island's component by its name. The literal `import()` gives each a bundle of its own. */
export const islands = {
  Check: () => import("./Check.tsx"),
  Compare: () => import("./Compare.tsx"),
  Context: () => import("./Context.tsx"),
  KvCache: () => import("./KvCache.tsx"),
  Limit: () => import("./Limit.tsx"),
  LearnCourse: () => import("./LearnCourse.tsx"),
  LearnPractice: () => import("./LearnPractice.tsx"),
  LearnStep: () => import("./LearnStep.tsx"),
  Ladder: () => import("./Ladder.tsx"),
  Loss: () => import("./Loss.tsx"),
  ModelCurve: () => import("./models/ModelCurve.tsx"),
  Ngram: () => import("./Ngram.tsx"),
  Objectives: () => import("./Objectives.tsx"),
  OpenFile: () => import("./OpenFile.tsx"),
  Predictor: () => import("./Predictor.tsx"),
  Score: () => import("./Score.tsx"),
  Share: () => import("./Share.tsx"),
  Softmax: () => import("./Softmax.tsx"),
  StoredResults: () => import("./StoredResults.tsx"),
  Table: () => import("./Table.tsx"),
  TeachPackage: () => import("./TeachPackage.tsx"),
  TeachQr: () => import("./TeachQr.tsx"),
  TeachQuestions: () => import("./TeachQuestions.tsx"),
  TryApi: () => import("./TryApi.tsx"),
  Train: () => import("./Train.tsx"),
};

/** An island's name. */
export type IslandName = keyof typeof islands;

/** The props that an island takes. */
export type IslandProps<Name extends IslandName> =
  Awaited<ReturnType<typeof islands[Name]>>["default"] extends ComponentType<infer Props> ? Props : never;
