/** The ends of the lines that logits are dragged on. */
export interface LogitRange {
  readonly min: number;
  readonly max: number;
  /** One step of a key or of the pointer. */
  readonly step: number;
}

const USUAL: LogitRange = { min: -5, max: 5, step: 0.1 };

/**
 * A range that holds every logit with room around them. The range before is kept while it still fits, so that nothing
 * moves under the hand that drags.
 */
export function logitRange(logits: readonly number[], before: LogitRange | null): LogitRange {
  const low = logits.reduce((a, b) => Math.min(a, b), Infinity);
  const high = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const fits = (range: LogitRange) => low >= range.min && high <= range.max;
  if (fits(USUAL)) return USUAL;
  if (before && before !== USUAL && fits(before) && high - low > (before.max - before.min) / 20) {
    return before;
  }
  const room = Math.max((high - low) / 4, 2);
  const step = 10 ** Math.max(Math.floor(Math.log10(high - low + 2 * room)) - 2, -1);
  return { min: Math.floor((low - room) / step) * step, max: Math.ceil((high + room) / step) * step, step };
}
