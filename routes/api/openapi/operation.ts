import type { z } from "zod";

/** A schema with its name in the document. */
export interface NamedSchema {
  readonly name: string;
  readonly schema: z.ZodType;
}

/** One operation on something that is kept, described for the document; what calculates is an `Endpoint`. */
export interface Operation {
  /** The document's operationId. */
  readonly id: string;
  readonly method: "get" | "post" | "delete";
  /** Below `/api/v1`, parameters in braces. */
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly request?: NamedSchema & { readonly example: unknown };
  /** Whether it takes a delete token as Authorization: Bearer. */
  readonly takesToken?: boolean;
  readonly response: {
    readonly status: "200" | "201" | "204";
    readonly description: string;
    readonly content?: NamedSchema;
  };
  /** What each problem's status means. */
  readonly problems: Readonly<Record<string, string>>;
}
