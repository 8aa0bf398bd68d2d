/** A model that this forward pass does not know, with the reason; another engine may. */
export class UnknownModelError extends Error {
  override readonly name = "UnknownModelError";
}
