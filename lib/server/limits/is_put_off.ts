/** Connections that are held which are worth that others have to send again what they are sending. */
const MANY = 64;

/**
 * Whether a server is renewed later, for the sake of those who are sending something.
 *
 * @param unanswered Requests with a body that are not answered yet: their clients would have to send them again.
 * @param held Requests that were answered although their bodies had not come.
 * @param delays So often it may still be put off.
 */
export function isPutOff(unanswered: number, held: number, delays: number): boolean {
  return unanswered > 0 && held < MANY && delays > 0;
}
