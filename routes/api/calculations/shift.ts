import { z } from "zod";
import { MAX_POSITIONS } from "@/lib/experiment/fields/calculation_limits.ts";
import { shift } from "@/lib/lm/loss/shift.ts";
import { endpoint } from "@/routes/api/endpoint.ts";
import { tokenText } from "@/routes/api/calculations/fields.ts";

const tokens = z.array(z.union([tokenText, z.number()]));

/** `POST /api/v1/shift`. */
export const shiftEndpoint = endpoint({
  name: "shift",
  summary: "Inputs and targets of next-token training",
  description: "Shifts a row of tokens by one: position i of the inputs predicts position i of the targets.",
  page: "/loss",
  request: z.strictObject({
    tokens: tokens.max(MAX_POSITIONS).describe("Token ids, or tokens as text"),
  }),
  response: z.object({
    inputs: tokens.describe("The tokens without the last"),
    targets: tokens.describe("The tokens without the first"),
  }),
  example: { tokens: ["<bos>", "package", "left", "hub", "<eos>"] },
  calculate({ tokens }) {
    const { inputs, targets } = shift(tokens);
    return { inputs: [...inputs], targets: [...targets] };
  },
});
