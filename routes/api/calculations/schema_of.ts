/**
 * From a field of an address to the schema of the same field in a request: its range and its names stand in the
 * field alone. Defaults are each side's own, since a page opens on an example.
 *
 * @module
 */
import { z } from "zod";
import type { ChoiceField, NumberField } from "@/lib/experiment/fields/field.ts";

/** The numbers that a field takes. */
export function numberSchema(
  { range: { min, max, whole } }: NumberField | NumberField<number | null>,
): z.ZodNumber {
  return (whole ? z.int() : z.number()).min(min).max(max);
}

/** The names that a field takes. */
export function choiceSchema<T extends string>({ choices }: ChoiceField<T>): z.ZodEnum<{ [K in T]: K }> {
  return z.enum(choices) as unknown as z.ZodEnum<{ [K in T]: K }>;
}
