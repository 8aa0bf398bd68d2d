/**
 * Fetches a text that the site ships.
 *
 * @throws {Error} If the answer is not one.
 */
export async function fetchText(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The corpus cannot be fetched (${response.status}): try again`);
  return await response.text();
}
