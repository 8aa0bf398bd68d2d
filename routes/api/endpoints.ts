import { contextEndpoint } from "@/routes/api/context.ts";
import type { Endpoint } from "@/routes/api/endpoint.ts";
import { kvCacheEndpoint } from "@/routes/api/kv_cache.ts";
import { loopEndpoint } from "@/routes/api/loop.ts";
import { lossEndpoint } from "@/routes/api/loss.ts";
import { predictEndpoint } from "@/routes/api/predict.ts";
import { ngramEndpoint } from "@/routes/api/ngram.ts";
import { sampleEndpoint } from "@/routes/api/sample.ts";
import { shiftEndpoint } from "@/routes/api/shift.ts";
import { softmaxEndpoint } from "@/routes/api/softmax.ts";

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
];
