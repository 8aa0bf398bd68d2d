/**
 * The schemas of stored experiments.
 *
 * @module
 */
import { z } from "zod";
import {
  MAX_EXPIRY_DAYS,
  MAX_NOTE_LENGTH,
  MAX_TITLE_LENGTH,
} from "@/lib/experiment/store/stored_experiment.ts";
import { queryErrors, storedQuery } from "@/lib/labs/share/stored_query.ts";
import { findPage } from "@/lib/server/embed.ts";
import { labs } from "@/routes/labs.ts";

const MAX_SOURCES = 20;
const MAX_FIGURES = 500;

/** Plain text: no control characters, but for the line ends of a note. */
function plainText(most: number, controls: RegExp): z.ZodString {
  return z.string().trim().max(most)
    .refine((text) => !controls.test(text), { message: "Holds control characters: send plain text" });
}

const value = z.union([z.string(), z.number(), z.boolean()]);

const results = z.strictObject({
  sources: z.array(z.string().max(200)).max(MAX_SOURCES).default([])
    .describe("What computed the figures"),
  figures: z.array(z.strictObject({
    name: z.string().max(300),
    value: z.union([z.number(), z.string().max(300), z.null()]),
  })).max(MAX_FIGURES).describe("Each figure by its name on the page, unrounded; null for what is infinite"),
});

/** The body of `POST /api/v1/experiments`. */
export const experimentRequest = z.strictObject({
  page: z.enum(labs.map(({ path }) => path)).describe("The page's path"),
  query: z.record(z.string().max(100), z.union([value, z.array(value)]))
    .describe("What the page's address would hold, by name; a list for a name that is given several times"),
  title: plainText(MAX_TITLE_LENGTH, /\p{Cc}/u).optional().describe("Plain text"),
  note: plainText(MAX_NOTE_LENGTH, /[^\P{Cc}\n\r\t]/u).optional().describe("Plain text"),
  expires_in_days: z.int().min(1).max(MAX_EXPIRY_DAYS).optional().describe(
    "Where it is absent two years, put off when the experiment is opened; more than two years counts as two",
  ),
  results: results.optional()
    .describe("What the author's browser showed; the page shows it as the author's, never as its own"),
}).superRefine(({ page, query }, context) => {
  const { fields } = findPage(labs, page)!;
  for (const { name, value, reason } of queryErrors(fields, storedQuery(query))) {
    const quoted = value === "" ? "" : `"${value}" `;
    context.addIssue({ code: "custom", path: ["query", name], message: `${quoted}${reason}` });
  }
});

/** What is answered to a store: the only time that the delete token is told. */
export const storedResponse = z.object({
  id: z.string(),
  url: z.string().describe("The short link"),
  delete_token: z.string().describe("Told this once: DELETE takes it as Authorization: Bearer"),
  expires_at: z.string().nullable().describe("ISO 8601; null where it is kept for good"),
});

const writtenValue = z.union([z.string(), z.array(z.string())]);

/** A stored experiment. */
export const experimentResponse = z.object({
  id: z.string(),
  url: z.string(),
  page: z.string(),
  query: z.record(z.string(), writtenValue).describe("As an address would hold it"),
  title: z.string().nullable(),
  note: z.string().nullable(),
  results: results.nullable().describe("The author's"),
  created_at: z.string().describe("ISO 8601"),
  expires_at: z.string().nullable().describe("ISO 8601; null where it is kept for good"),
});

/** A request that shows every part. */
export const EXPERIMENT_EXAMPLE: z.input<typeof experimentRequest> = {
  page: "/softmax",
  query: { logits: "2.4,1.7,0.2", labels: "warehouse,hub,carrier", temperature: 1.4, seed: 4 },
  title: "Eight draws with seed 4",
  expires_in_days: 30,
};
