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
import { fieldErrors } from "@/routes/api/field_errors.ts";
import { RequestProblem } from "@/routes/api/request_problem.ts";

/** What describes an endpoint. */
export interface EndpointSpec<In extends z.ZodType, Out extends z.ZodType> {
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
  /** Whether an answer takes little room and depends on the request alone, so that it may be remembered; true. */
  readonly isPure?: boolean;
  /**
   * Computes the answer. What is infinite in it becomes null. A RangeError is answered as 422.
   *
   * @param clientOf Says who asks: those who wait take turns by client.
   */
  readonly calculate: (input: z.output<In>, clientOf: () => string) => z.input<Out> | Promise<z.input<Out>>;
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
   * Checks an input and computes the answer.
   *
   * @param clientOf Says who asks; default nobody in particular.
   * @throws {RequestProblem} 422 where the input breaks the schema or has no answer.
   */
  answer(input: unknown, clientOf?: () => string): Promise<unknown>;
}

/** Makes an endpoint of its description. */
export function endpoint<In extends z.ZodType, Out extends z.ZodType>(spec: EndpointSpec<In, Out>): Endpoint {
  const { page = null, query = null, isPure = true, ...rest } = spec;
  return {
    ...rest,
    page,
    query,
    isPure,
    async answer(input, clientOf = () => "") {
      const parsed = spec.request.safeParse(input);
      if (!parsed.success) throw invalid(parsed.error);
      try {
        return await spec.calculate(parsed.data, clientOf);
      } catch (error) {
        throw error instanceof RangeError ? unanswerable(error) : error;
      }
    },
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
