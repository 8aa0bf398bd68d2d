/**
 * Files that are fetched before they are asked for, once the page has nothing else to do.
 *
 * @module
 */

const ahead = new Map<string, Promise<Response>>();

/** Fetches a file whole, and keeps it for the first who asks. */
export function fetchAhead(address: string): void {
  const whole = fetch(address, { priority: "low" }).then(async (response) =>
    new Response(await response.arrayBuffer(), { status: response.status, headers: response.headers })
  );
  whole.catch(() => ahead.delete(address));
  ahead.set(address, whole);
}

/** A fetch that takes what was fetched ahead. */
export async function fetchOnce(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const address = String(input);
  const kept = ahead.get(address);
  ahead.delete(address);
  const response = await kept?.catch(() => null);
  return response?.ok ? response : await fetch(input, init);
}
