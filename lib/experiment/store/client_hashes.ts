import { createHash } from "node:crypto";
import { saltKey } from "@/lib/experiment/store/entry.ts";
import type { StoreDriver } from "@/lib/experiment/store/store_driver.ts";
import type { RandomBytes } from "@/lib/experiment/store/secret.ts";

const SALT_BYTES = 32;
const TWO_DAYS = 172_800_000;

/** Names clients without their address. */
export interface ClientHashes {
  /** The name of a client for one day: the same in every instance, and unrelated to that of any other day. */
  of(day: string, client: string): Promise<string>;
}

/**
 * Creates the names of a database's clients. A random salt for each day is shared through the database and deleted two
 * days later; from then on nobody can find an address that a name belongs to, not even by trying them all.
 */
export function createClientHashes(driver: StoreDriver, random: RandomBytes): ClientHashes {
  let known: { readonly day: string; readonly salt: Uint8Array } | null = null;

  async function saltOf(day: string): Promise<Uint8Array> {
    const key = saltKey(day);
    const [found] = await driver.read<[Uint8Array]>([key]);
    if (found.value !== null) return found.value;
    const salt = random(SALT_BYTES);
    const isMine = await driver.commit({ checks: [found], set: [{ key, value: salt, expireIn: TWO_DAYS }] });
    return isMine ? salt : await saltOf(day);
  }

  return {
    async of(day, client) {
      if (known?.day !== day) known = { day, salt: await saltOf(day) };
      return createHash("sha256").update(known.salt).update(client).digest("base64url").slice(0, 22);
    },
  };
}
