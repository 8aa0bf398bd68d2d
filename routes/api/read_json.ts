import type { Context } from "hono";
import { joinBytes } from "@/lib/lm/decode_bytes.ts";
import { createDeadline } from "@/lib/server/limits/deadline.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { refuseReservedNames } from "@/routes/api/reserved_names.ts";
import { keepWordOrder } from "@/routes/api/word_order.ts";
import { RequestProblem } from "@/routes/api/request_problem.ts";

/** The largest body that a calculation takes, in bytes. */
const MAX_BODY_BYTES = 1_048_576;

/** Milliseconds in which a body has to arrive. */
const BODY_TIME = 20_000;

const UTF8 = new TextDecoder("utf-8", { fatal: true });

const JSON_TYPE = /^application\/([\w.-]+\+)?json\s*(;|$)/i;

/**
 * Reads a request's body as JSON.
 *
 * @param mostBytes The largest body.
 * @throws {RequestProblem} 415 where the body is declared as anything else, 413 where it is too large, 408 where it
 * does not arrive in time, 400 where it is no JSON.
 */
export async function readJson(c: Context<SiteEnv>, mostBytes = MAX_BODY_BYTES): Promise<unknown> {
  return parseJson(await readBodyInTurn(c, mostBytes));
}

/**
 * Reads the bytes of a body that is to be JSON.
 *
 * @param mostBytes The largest body.
 * @throws {RequestProblem} 415, 413 or 408 as {@linkcode readJson}.
 */
export async function readBody(
  request: Request,
  mostBytes = MAX_BODY_BYTES,
): Promise<Uint8Array<ArrayBuffer>> {
  const contentType = request.headers.get("content-type");
  if (contentType !== null && contentType !== "application/json" && !JSON_TYPE.test(contentType)) {
    throw unsupported();
  }
  return await inTime(readBytes(request, mostBytes));
}

/** The same; what is then done with it waits for its client's turn: many bodies may have come at once. */
export async function readBodyInTurn(
  c: Context<SiteEnv>,
  mostBytes = MAX_BODY_BYTES,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readBody(c.req.raw, mostBytes);
  await c.get("site").turn(c.req.raw.headers, c.env);
  return bytes;
}

const deadline = createDeadline(BODY_TIME, tooSlow);

/**
 * What is read of a body, if it arrives whole and in time: a slow sender must not hold what it was given for ever.
 *
 * @throws {RequestProblem} {@linkcode tooSlow} where it does not; what the reading finds wrong with it.
 */
export async function inTime<T>(reading: Promise<T>): Promise<T> {
  try {
    return await deadline(reading);
  } catch (error) {
    // The sender has gone, or the server is closing the connection.
    throw error instanceof RequestProblem ? error : tooSlow();
  }
}

/** A body's text, or null where it is not UTF-8. */
export function decodeBody(bytes: Uint8Array): string | null {
  try {
    return UTF8.decode(bytes);
  } catch {
    return null;
  }
}

/**
 * Parses a body that has been read.
 *
 * @throws {RequestProblem} 400 where it is no JSON, 422 where it has a name that JavaScript keeps for itself.
 */
export function parseJson(bytes: Uint8Array): unknown {
  const text = decodeBody(bytes);
  const value = text === null ? undefined : parsedOrNothing(text);
  if (value === undefined) {
    const detail = bytes.length === 0
      ? "The body is empty: send a JSON object."
      : "The body is not JSON in UTF-8: send a JSON object.";
    throw new RequestProblem(400, "Not JSON", detail);
  }
  refuseReservedNames(value, text!);
  keepWordOrder(value, text!);
  return value;
}

function parsedOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A body whose length is declared is read in one go: the server reads no more than what was declared. */
async function readBytes(request: Request, mostBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const declared = request.headers.get("content-length");
  if (declared === null) return await readStream(request.body, mostBytes);
  if (Number(declared) > mostBytes) throw tooLarge(mostBytes);
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.length > mostBytes) throw tooLarge(mostBytes);
  return bytes;
}

async function readStream(
  body: ReadableStream<Uint8Array> | null,
  mostBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > mostBytes) throw tooLarge(mostBytes);
    chunks.push(chunk);
  }
  return joinBytes(chunks);
}

function unsupported(): RequestProblem {
  const detail = "Send JSON with the header Content-Type: application/json.";
  return new RequestProblem(415, "Unsupported media type", detail);
}

/** The problem of a body that does not arrive. */
export function tooSlow(): RequestProblem {
  const detail = `The body did not arrive whole within ${BODY_TIME / 1000} seconds: send it again.`;
  return new RequestProblem(408, "The body came too slowly", detail);
}

function tooLarge(mostBytes: number): RequestProblem {
  return new RequestProblem(
    413,
    "Body too large",
    `A body holds at most ${mostBytes.toLocaleString("en-US")} bytes: send less, or split it.`,
  );
}
