import { contextEndpoint } from "@/routes/api/calculations/context.ts";
import type { Endpoint } from "@/routes/api/endpoint.ts";
import { kvCacheEndpoint } from "@/routes/api/calculations/kv_cache.ts";
import { loopEndpoint } from "@/routes/api/calculations/loop.ts";
import { lossEndpoint } from "@/routes/api/calculations/loss.ts";
import { predictEndpoint } from "@/routes/api/calculations/predict.ts";
import { ngramEndpoint } from "@/routes/api/calculations/ngram.ts";
import { sampleEndpoint } from "@/routes/api/calculations/sample.ts";
import { scoreEndpoint } from "@/routes/api/calculations/score.ts";
import { shiftEndpoint } from "@/routes/api/calculations/shift.ts";
import { softmaxEndpoint } from "@/routes/api/calculations/softmax.ts";

/** Every endpoint that calculates, in the order of the documentation. */
export const endpoints: readonly Endpoint[] = [
  softmaxEndpoint,
  sampleEndpoint,
  shiftEndpoint,
  lossEndpoint,
  loopEndpoint,
  ngramEndpoint,
  kvCacheEndpoint,
  contextEndpoint,
  predictEndpoint,
  scoreEndpoint,
];
