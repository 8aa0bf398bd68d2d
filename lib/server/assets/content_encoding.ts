/**
 * Choosing a content coding.
 *
 * @module
 */

/** The codings that the site answers in, best first. */
export type Coding = "br" | "gzip";

/** The best coding that an `Accept-Encoding` header allows (RFC 9110, 12.5.3), or null for none. */
export function acceptedCoding(header: string | null): Coding | null {
  const weights = new Map(
    (header ?? "").toLowerCase().split(",").map((item) => {
      const [name, ...parameters] = item.split(";").map((part) => part.trim());
      const q = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
      return [name, q === undefined ? 1 : Number(q) || 0] as const;
    }),
  );
  const weight = (coding: Coding) => weights.get(coding) ?? weights.get("*") ?? 0;
  const best = weight("br") >= weight("gzip") ? "br" : "gzip";
  return weight(best) > 0 ? best : null;
}
