/**
 * Who asks, as far as a server can know: the address that the rate limit counts by.
 *
 * @module
 */

/** Which proxies stand in front of the server: how many, or which addresses; null for none. */
export type TrustedProxy = number | readonly string[] | null;

/**
 * Reads `TRUSTED_PROXY`: a number of proxies in front of the server, or their addresses separated by commas.
 *
 * @throws {TypeError} If it is neither.
 */
export function readTrustedProxy(text: string | undefined): TrustedProxy {
  const value = text?.trim() ?? "";
  if (value === "" || value === "0" || value === "false") return null;
  if (value === "true") return 1;
  if (/^\d{1,2}$/.test(value)) return Number(value);
  const addresses = value.split(/[\s,]+/).filter(Boolean);
  if (addresses.every((address) => /^[\da-f.:]+$/i.test(address))) return addresses;
  throw new TypeError(
    `Cannot use TRUSTED_PROXY "${value}": give the number of proxies in front of the server, or their addresses`,
  );
}

/**
 * The client's address: that of the connection, or what a trusted proxy says of it in `X-Forwarded-For`. A client
 * can put anything into that header, so only what trusted proxies added, counted from the right, is believed.
 *
 * @param remote Address of the connection; null where the platform does not say.
 * @param forwarded Value of `X-Forwarded-For`.
 */
export function clientAddress(
  remote: string | null,
  forwarded: string | null,
  trusted: TrustedProxy,
): string {
  const chain = [...(forwarded ?? "").split(",").map((each) => each.trim()).filter(Boolean), remote ?? ""];
  if (trusted === null) return clientKey(chain.at(-1)!);
  if (typeof trusted === "number") return clientKey(chain.at(-1 - trusted) ?? chain[0]!);
  return clientKey(chain.findLast((address) => !trusted.includes(plainAddress(address))) ?? chain[0]!);
}

/** An address without the port that some proxies add; an IPv4 address as such where it is written as an IPv6 one. */
function plainAddress(address: string): string {
  const [, bracketed] = /^\[([^\]]*)\](?::\d+)?$/.exec(address) ?? [];
  const [, ported] = /^([\d.]+):\d+$/.exec(address) ?? [];
  return (bracketed ?? ported ?? address).replace(/^::ffff:(?=\d+\.)/i, "");
}

/** One client of IPv6 has a whole /64 to itself. */
function clientKey(address: string): string {
  const plain = plainAddress(address);
  if (!plain.includes(":")) return plain;
  const [head = "", tail = ""] = plain.split("::");
  const groups = head.split(":").filter(Boolean);
  const missing = plain.includes("::") ? 8 - groups.length - tail.split(":").filter(Boolean).length : 0;
  return [...groups, ...new Array<string>(Math.max(0, missing)).fill("0")].slice(0, 4).join(":") + "::/64";
}
