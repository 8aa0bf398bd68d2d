import { LOSS_FIELDS, lossMode } from "@/lib/experiment/fields/loss_fields.ts";
import { parseFields } from "@/lib/experiment/codec.ts";
import { SCORE_FIELDS } from "@/lib/experiment/fields/score_fields.ts";

/** Names of an address that are about how an embed looks. */
const LOOK = ["theme", "hide"];

/** A page with a query. */
interface PageQuery {
  /** Path of the page itself. */
  readonly page: string;
  readonly params: URLSearchParams;
}

/** Where the experiment of an older address lives now: a text to score was part of /loss. Null where it has not moved. */
export function movedQuery({ page, params }: PageQuery): PageQuery | null {
  if (page !== "/loss") return null;
  const { query } = parseFields(LOSS_FIELDS, params);
  if (lossMode(query) !== "text") return null;
  const { text, model } = query;
  const moved = new URLSearchParams({ text, ...(model === SCORE_FIELDS.model.initial ? {} : { model }) });
  for (const name of LOOK) for (const value of params.getAll(name)) moved.append(name, value);
  return { page: "/score", params: moved };
}
