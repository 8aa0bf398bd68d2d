import type { ReadOutcome, RemoveOutcome, SaveOutcome } from "@/lib/experiment/store/experiment_store.ts";
import { DAY } from "./test_store.ts";

/** What a stored experiment comes to, as its rules say it. */
interface Fate {
  readonly token: string;
  readonly createdAt: number;
  readonly isProlonged: boolean;
  expiresAt: number;
  /** When the database may forget it. */
  forgottenAt: number;
  state: "kept" | "swept" | "removed";
}

/** What is expected of an outcome. */
export type Expected<T extends { readonly kind: string }> =
  & { readonly kind: T["kind"] }
  & Record<string, unknown>;

const LASTING = 730 * DAY;

/** The rules of a store in the plainest words: experiments of one size, one after the other. */
export class StoreModel {
  readonly fates = new Map<string, Fate>();
  readonly #counts = new Map<string, number>();
  #swept = -Infinity;

  constructor(
    readonly now: () => number,
    readonly limits: { readonly perDay: number; readonly most: number },
  ) {}

  /** Experiments whose size is counted. */
  get counted(): number {
    return [...this.fates.values()].filter(({ state }) => state === "kept").length;
  }

  /** Another instance over the same database: only when it swept last is its own. */
  restart(): void {
    this.#swept = -Infinity;
  }

  /** What storing answers; what is stored is then told with {@linkcode stored}. */
  save(client: string): Expected<SaveOutcome> {
    const time = this.now();
    if (time - this.#swept >= 60_000) this.#sweep();
    const key = `${Math.floor(time / DAY)} ${client}`;
    const count = this.#counts.get(key) ?? 0;
    if (count >= this.limits.perDay) {
      const retryAfterSeconds = Math.ceil(((Math.floor(time / DAY) + 1) * DAY - time) / 1000);
      return { kind: "too_many", limit: this.limits.perDay, retryAfterSeconds };
    }
    if (this.counted >= this.limits.most) this.#sweep();
    if (this.counted >= this.limits.most) return { kind: "full" };
    this.#counts.set(key, count + 1);
    return { kind: "stored" };
  }

  stored({ id, deleteToken }: { id: string; deleteToken: string }, expiresAt: number | null): number {
    const createdAt = this.now();
    const at = expiresAt ?? createdAt + LASTING;
    const fate = { token: deleteToken, createdAt, isProlonged: expiresAt === null, expiresAt: at };
    this.fates.set(id, { ...fate, forgottenAt: at + DAY, state: "kept" });
    return at;
  }

  read(id: string): Expected<ReadOutcome> {
    const fate = this.fates.get(id);
    if (fate === undefined || fate.state === "removed" || this.now() >= fate.forgottenAt) {
      return { kind: "unknown" };
    }
    const { expiresAt, createdAt } = fate;
    if (fate.state === "swept" || this.now() >= expiresAt) return { kind: "expired", expiresAt };
    const later = this.now() + LASTING;
    if (fate.isProlonged && later - expiresAt >= 30 * DAY) {
      [fate.expiresAt, fate.forgottenAt] = [later, later + DAY];
    }
    return { kind: "found", createdAt, expiresAt };
  }

  remove(id: string, token: string): RemoveOutcome {
    const fate = this.fates.get(id);
    if (fate?.state !== "kept" || this.now() >= fate.forgottenAt) return "unknown";
    if (fate.token !== token) return "wrong_token";
    fate.state = "removed";
    return "removed";
  }

  #sweep(): void {
    this.#swept = this.now();
    for (const fate of this.fates.values()) {
      if (fate.state !== "kept" || fate.expiresAt > this.#swept) continue;
      [fate.state, fate.forgottenAt] = ["swept", this.#swept + 30 * DAY];
    }
  }
}
