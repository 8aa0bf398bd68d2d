/**
 * Asks the site to store an experiment, and to delete it again.
 *
 * @module
 */
import type { MadeLink } from "@/lib/labs/share/made_link.ts";

const ADDRESS = "/api/v1/experiments";

const NOT_REACHED =
  "The site cannot be reached. Nothing was stored and nothing is lost: try again, or use the long link.";

/** The parts of a problem document that are shown. */
interface Problem {
  readonly detail?: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

/** Stores; answers with the link, or with what is wrong and what to do. */
export async function storeExperiment(
  body: unknown,
  ask: typeof fetch,
): Promise<MadeLink | { readonly message: string }> {
  const headers = { "content-type": "application/json" };
  const response = await reach(() => ask(ADDRESS, { method: "POST", headers, body: JSON.stringify(body) }));
  if (response === null) return { message: NOT_REACHED };
  if (response.status !== 201) return { message: await explain(response) };
  const { id, url, delete_token: deleteToken, expires_at: expiresAt } = await response.json();
  return { id, url, deleteToken, expiresAt };
}

/** Deletes; null where it is gone, else what is wrong and what to do. */
export async function unstoreExperiment(link: MadeLink, ask: typeof fetch): Promise<string | null> {
  const headers = { authorization: `Bearer ${link.deleteToken}` };
  const response = await reach(() => ask(`${ADDRESS}/${link.id}`, { method: "DELETE", headers }));
  if (response === null) return "The site cannot be reached: the experiment is still stored. Try again.";
  return response.ok || response.status === 404 ? null : await explain(response);
}

async function reach(ask: () => Promise<Response>): Promise<Response | null> {
  try {
    return await ask();
  } catch {
    return null;
  }
}

async function explain(response: Response): Promise<string> {
  const { detail, errors = [] }: Problem = await response.json().catch(() => ({}));
  const said = detail ?? `The site answered ${response.status}: try again later, or use the long link.`;
  const fields = errors.slice(0, 3).map(({ pointer, detail }) =>
    `${pointer.slice(1) || "request"}: ${detail}.`
  );
  return [said, ...fields, ...waitOf(response)].join(" ");
}

/** How long to wait, where the site says so and a person has to: the rate limit's seconds, or the rest of a day. */
function waitOf(response: Response): string[] {
  const seconds = Number(response.headers.get("retry-after") ?? 0);
  if (!(seconds >= 90)) return [];
  const minutes = Math.ceil(seconds / 60);
  const time = minutes < 120 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
  return [`Again in ${time}.`];
}
