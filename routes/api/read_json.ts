import { RequestProblem } from "@/routes/api/request_problem.ts";

/** The largest body that the API takes, in bytes. */
export const MAX_BODY_BYTES = 1_048_576;

/**
 * Reads a request's body as JSON.
 *
 * @throws {RequestProblem} 415 where the body is declared as anything else, 413 where it is too large, 400 where it
 * is no JSON.
 */
export async function readJson(request: Request): Promise<unknown> {
  checkMediaType(request.headers.get("content-type"));
  const bytes = await readBytes(request);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    const detail = bytes.length === 0
      ? "The body is empty: send a JSON object."
      : "The body is not JSON in UTF-8: send a JSON object.";
    throw new RequestProblem(400, "Not JSON", detail);
  }
}

function checkMediaType(contentType: string | null): void {
  if (contentType === null || /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(contentType)) return;
  throw new RequestProblem(
    415,
    "Unsupported media type",
    "Send JSON with the header Content-Type: application/json.",
  );
}

async function readBytes(request: Request): Promise<Uint8Array> {
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return joined(chunks, size);
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  if (chunks.length === 1) return chunks[0]!;
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

function tooLarge(): RequestProblem {
  return new RequestProblem(
    413,
    "Body too large",
    `A body holds at most ${MAX_BODY_BYTES.toLocaleString("en-US")} bytes: send less, or split it.`,
  );
}
