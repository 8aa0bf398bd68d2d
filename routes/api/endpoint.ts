/**
 * An endpoint of the API: one value that holds its schemas, its documentation and its calculation.
 *
 * To add one: write `routes/api/NAME.ts` that exports `endpoint({...})`, and put it into the list of
 * `routes/api/endpoints.ts`. Mounting, validation, errors, the OpenAPI document, the page /api and the fuzz test
 * follow from there. Where a request also makes sense as an address, give `query`: it reads the strings of a query
 * and its output has to fit `request`.
 *
 * @module
 */
import type { z } from "zod";
import type { Cost } from "@/lib/server/threads/cost.ts";
import { fieldErrors } from "@/routes/api/field_errors.ts";
import { RequestProblem } from "@/routes/api/request_problem.ts";

const NOTHING: Cost = { milliseconds: 0 };

/** What describes an endpoint. */
interface EndpointSpec<In extends z.ZodType, Out extends z.ZodType> {
  /** Its path below `/api/v1/`. */
  readonly name: string;
  /** A few words: what it computes. */
  readonly summary: string;
  /** Units, conventions and limits, in Markdown of plain sentences. */
  readonly description: string;
  /** The page that computes the same, where there is one. */
  readonly page?: string;
  readonly request: In;
  readonly response: Out;
  /** Reads a query's strings for GET; its output has to fit `request`. */
  readonly query?: z.ZodObject;
  readonly example: z.input<In>;
  /**
   * What an input that fits takes; nearly nothing where this is left out. It has to be told from lengths: what costs
   * more than 20 ms is answered on another thread, and what costs more than 1.5 s is refused with its `pointer`.
   */
  readonly cost?: (input: z.output<In>) => Cost;
  /** Whether an answer takes little room and depends on the request alone, so that it may be remembered; true. */
  readonly isPure?: boolean;
  /**
   * Computes the answer. What is infinite in it becomes null. A RangeError is answered as 422.
   *
   * @param clientOf Says who asks: those who wait take turns by client.
   * @param given The input as it was parsed, which fits the schema: a schema's copy forgets the order of keys.
   */
  readonly calculate: (
    input: z.output<In>,
    clientOf: () => string,
    given: z.input<In>,
  ) => z.input<Out> | Promise<z.input<Out>>;
}

/** A request that fits its schema. */
interface PreparedRequest {
  readonly cost: Cost;
  /** @throws {RequestProblem} 422 where it has no answer. */
  answer(clientOf: () => string): Promise<unknown>;
}

/** An endpoint, its types forgotten. */
export interface Endpoint {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly page: string | null;
  readonly request: z.ZodType;
  readonly response: z.ZodType;
  readonly query: z.ZodObject | null;
  readonly example: unknown;
  /** Whether answers may be remembered. */
  readonly isPure: boolean;
  /**
   * Checks an input.
   *
   * @throws {RequestProblem} 422 where it breaks the schema.
   */
  prepare(input: unknown): PreparedRequest;
  /**
   * Checks an input and computes the answer.
   *
   * @param clientOf Says who asks; default nobody in particular.
   * @throws {RequestProblem} 422 where the input breaks the schema or has no answer.
   */
  answer(input: unknown, clientOf?: () => string): Promise<unknown>;
}

/** Makes an endpoint of its description. */
export function endpoint<In extends z.ZodType, Out extends z.ZodType>(spec: EndpointSpec<In, Out>): Endpoint {
  const { page = null, query = null, isPure = true, cost: _, ...rest } = spec;
  function prepare(input: unknown): PreparedRequest {
    const parsed = spec.request.safeParse(input);
    if (!parsed.success) throw invalid(parsed.error);
    return {
      cost: spec.cost?.(parsed.data) ?? NOTHING,
      async answer(clientOf) {
        try {
          return await spec.calculate(parsed.data, clientOf, input as z.input<In>);
        } catch (error) {
          throw error instanceof RangeError ? unanswerable(error) : error;
        }
      },
    };
  }
  return {
    ...rest,
    page,
    query,
    isPure,
    prepare,
    answer: async (input, clientOf = () => "") => await prepare(input).answer(clientOf),
  };
}

/** The problem of an input that breaks its schema. */
export function invalid(error: z.ZodError): RequestProblem {
  const detail = "Some fields do not fit: see errors for each. The schema is at /api/v1/openapi.json.";
  return new RequestProblem(422, "The request does not fit the schema", detail, fieldErrors(error));
}

function unanswerable({ message }: RangeError): RequestProblem {
  return new RequestProblem(422, "The request has no answer", message, [{ pointer: "", detail: message }]);
}
