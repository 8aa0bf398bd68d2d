/** Of a key's event: what tells whether it belongs to a composition. */
type ComposingKey = Pick<KeyboardEvent, "isComposing" | "keyCode">;

/**
 * Whether a key belongs to an input method, as Enter does that ends a composition (Japanese, Chinese, Korean): it is
 * not the page's then. Safari ends the composition before it reports that Enter, whose code is 229 all the same.
 */
export function isComposing(event: ComposingKey): boolean {
  return event.isComposing || event.keyCode === 229;
}
