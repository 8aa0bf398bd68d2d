import type { FieldTable } from "@/lib/experiment/codec.ts";
import type { EmbedPart } from "@/lib/experiment/embed_parts.ts";
import type { PagePreview } from "@/lib/server/preview/page_preview.ts";
import type { Cost } from "@/lib/server/threads/cost.ts";
import type { PageLink } from "@/lib/ui/page/page_link.ts";

/** All that the rest of the site has to know of a page; every list of pages derives from it. */
export interface SitePage extends PageLink {
  /** What its query is read by, where it is a lab: such a page can be embedded, stored, and opened from a file. */
  readonly fields?: FieldTable<object>;
  /** The parts of a lab that an embed may leave out; the result itself always stays. */
  readonly parts?: readonly EmbedPart[];
  /** Its picture for links that are shared; that of its title where this is left out. */
  readonly card?: PagePreview;
  /** What its query takes, as far as that is told before it is read; next to nothing where this is left out. */
  readonly cost?: (params: URLSearchParams) => Cost;
  /** Whether the models' own threads do its work as it opens. */
  readonly asksModels?: boolean;
  /** Whether its tab computes what the server does not. */
  readonly tabComputes?: boolean;
  /** Queries that each thread answers before anybody asks: they load what the page takes. "" is the page as it opens. */
  readonly warm?: readonly string[];
}

/** A page that is a lab. */
export type LabPage = SitePage & Required<Pick<SitePage, "fields" | "parts" | "card">> & {
  readonly embed: true;
};
