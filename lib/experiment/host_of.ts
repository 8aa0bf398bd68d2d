/** Host of an absolute address; null where the text is no absolute address. (`URL.parse` is younger than the browsers that are served.) */
export function hostOf(address: string): string | null {
  return URL.canParse(address) ? new URL(address).host : null;
}
