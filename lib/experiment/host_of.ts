/** Host of an absolute address; null where it is none. (`URL.parse` is younger than the browsers that are served.) */
export function hostOf(address: string): string | null {
  return URL.canParse(address) ? new URL(address).host : null;
}
