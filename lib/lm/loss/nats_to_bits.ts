/** Converts an amount of information from nats to bits: one bit is ln 2 = 0.693 nats. */
export function natsToBits(nats: number): number {
  return nats / Math.LN2;
}
