/**
 * What the page /api runs itself: its examples, and what a form without a script asks.
 *
 * @module
 */
import { endpoints } from "@/routes/api/endpoints.ts";
import { RequestProblem } from "@/routes/api/request_problem.ts";

/** An answer of an endpoint. */
export interface ApiAnswer {
  readonly status: number;
  readonly text: string;
}

let examples: ReadonlyMap<string, ApiAnswer> | null = null;

/** The answers to all examples, computed once: one after the other, so that none begins with what another has read. */
export async function exampleAnswers(): Promise<ReadonlyMap<string, ApiAnswer>> {
  if (examples !== null) return examples;
  const answers = new Map<string, ApiAnswer>();
  for (const { name, example } of endpoints) {
    answers.set(name, (await answerOf(name, JSON.stringify(example)))!);
  }
  return examples = answers;
}

/** The answer of an endpoint to a body as it was typed; null where there is no such endpoint. */
export async function answerOf(name: string, body: string): Promise<ApiAnswer | null> {
  const endpoint = endpoints.find((each) => each.name === name);
  if (!endpoint) return null;
  try {
    return { status: 200, text: JSON.stringify(await endpoint.answer(JSON.parse(body)), null, 2) };
  } catch (error) {
    if (error instanceof SyntaxError) {
      return { status: 400, text: "The body is not JSON: send a JSON object." };
    }
    if (!(error instanceof RequestProblem)) throw error;
    const { status, title, detail, errors } = error;
    return { status, text: JSON.stringify({ status, title, detail, errors }, null, 2) };
  }
}
