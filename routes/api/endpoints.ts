import type { Endpoint } from "@/routes/api/endpoint.ts";
import { softmaxEndpoint } from "@/routes/api/softmax.ts";

/** Every endpoint that calculates, in the order of the documentation. */
export const endpoints: readonly Endpoint[] = [
  softmaxEndpoint,
];
