/** How many requests fit beside the weights. */
export interface ConcurrentRequests {
  /** Bytes left for caches; 0 where the weights alone do not fit. */
  readonly freeBytes: number;
  /** Where every request takes the upper bound. */
  readonly atLeast: number;
  /** Where every request takes the lower bound. Infinity where a request takes nothing. */
  readonly atMost: number;
}

/**
 * Whole requests of equal length that fit into memory after weights. Activations and an engine's own buffers come
 * on top: vLLM, for one, leaves a tenth of the memory alone.
 *
 * @param memoryBytes The device's memory.
 * @param weightBytes The model's weights.
 * @param request Bytes of one request's cache: at least, at most.
 */
export function concurrentRequests(
  memoryBytes: number,
  weightBytes: number,
  request: { readonly lowerBytes: number; readonly upperBytes: number },
): ConcurrentRequests {
  const freeBytes = Math.max(0, memoryBytes - weightBytes);
  const fit = (bytes: number) => bytes > 0 ? Math.floor(freeBytes / bytes) : Infinity;
  return { freeBytes, atLeast: fit(request.upperBytes), atMost: fit(request.lowerBytes) };
}
