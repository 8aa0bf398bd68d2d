/** A link that was made. */
export interface MadeLink {
  readonly id: string;
  readonly url: string;
  readonly deleteToken: string;
  /** ISO 8601; null where it is kept until it is deleted. */
  readonly expiresAt: string | null;
}
