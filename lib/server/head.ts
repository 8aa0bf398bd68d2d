import type { SiteBindings } from "@/lib/server/site.ts";

type Answer = (request: Request, bindings?: SiteBindings) => Response | Promise<Response>;

/** Answers HEAD as GET is answered, with the length that GET's body has: a server would say 0 of a missing one. */
export async function answerHead(
  answer: Answer,
  request: Request,
  bindings: SiteBindings | undefined,
): Promise<Response> {
  const response = await answer(new Request(request.url, { headers: request.headers }), bindings);
  const headers = new Headers(response.headers);
  if (headers.has("content-length")) await response.body?.cancel();
  else headers.set("content-length", `${(await response.arrayBuffer()).byteLength}`);
  return new Response(null, { status: response.status, headers });
}
