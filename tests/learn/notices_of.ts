import { type FieldTable, parseFields } from "@/lib/experiment/codec.ts";
import { parsePredictorQuery } from "@/lib/experiment/fields/predictor_fields.ts";
import { labs } from "@/routes/labs.ts";

/**
 * What an instrument could not use of an address.
 *
 * @throws {Error} If the address is that of no instrument.
 */
export function noticesOf(href: string): readonly unknown[] {
  const { pathname, searchParams } = new URL(href, "http://localhost");
  if (pathname === "/") return parsePredictorQuery(searchParams).notices;
  const lab = labs.find(({ path }) => path === pathname);
  if (lab === undefined) throw new Error(`${pathname} is no instrument`);
  return parseFields(lab.fields as FieldTable<object>, searchParams).notices;
}
