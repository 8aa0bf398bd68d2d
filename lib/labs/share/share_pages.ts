import { EMBED_PARTS } from "@/lib/experiment/embed_parts.ts";

/** Paths of the labs whose experiments can be saved and opened. */
export const SHARE_PAGES: readonly string[] = Object.keys(EMBED_PARTS);
