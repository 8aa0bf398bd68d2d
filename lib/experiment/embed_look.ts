/**
 * How an embed looks: names of its address that are no part of the experiment.
 *
 * @module
 */
import { MAX_SHOWN } from "@/lib/experiment/codec.ts";
import type { EmbedPart } from "@/lib/experiment/embed_parts.ts";
import { cutEnd } from "@/lib/lm/graphemes.ts";

/** The most names that notices speak of. */
const MAX_NOTICES = 5;

/** The themes of an embed; `auto` is the system's. */
export const EMBED_THEMES = ["auto", "light", "dark"] as const;

/** One of {@linkcode EMBED_THEMES}. */
export type EmbedTheme = typeof EMBED_THEMES[number];

/** The theme of an embed whose address names none. */
export const DEFAULT_THEME: EmbedTheme = "light";

/** How an embed looks. */
interface EmbedLook {
  /** `light` unless the address names another: the page around a frame is light more often than not. */
  readonly theme: EmbedTheme;
  /** Marks of the parts that are hidden, for the stylesheet. */
  readonly hidden: readonly string[];
  /** Parts of the address that could not be used; one sentence each. */
  readonly notices: readonly string[];
}

const NAMES = ["theme", "hide"] as const;

/**
 * Reads how an embed is to look. Total: what does not fit gives a notice.
 *
 * @param parts What the page that is embedded can leave out.
 */
export function parseEmbedLook(parts: readonly EmbedPart[], params: URLSearchParams): EmbedLook {
  const given = params.get("theme") || null;
  const theme = EMBED_THEMES.find((each) => each === given);
  const names = [...new Set(params.getAll("hide").flatMap((value) => value.split(/[,\s]+/)))].filter(Boolean);
  const hidden = parts.filter(({ name }) => names.includes(name));
  const unknown = names.filter((name) => !parts.some((part) => part.name === name));
  const side = parts.filter((part) => part.side);
  const isSideEmpty = side.length > 0 && side.every((part) => hidden.includes(part));
  return {
    theme: theme ?? DEFAULT_THEME,
    hidden: [...hidden.map(({ mark }) => mark), ...(isSideEmpty ? ["side"] : [])],
    notices: [
      ...(given !== null && theme === undefined
        ? [`theme=${cutEnd(given, MAX_SHOWN)} is none of ${EMBED_THEMES.join(", ")}.`]
        : []),
      ...unknown.slice(0, MAX_NOTICES).map((name) =>
        `hide=${cutEnd(name, MAX_SHOWN)} is no part of this page that can be hidden.`
      ),
    ],
  };
}

/** The query without what is only about the embed. */
export function withoutLook(params: URLSearchParams): URLSearchParams {
  const rest = new URLSearchParams(params);
  for (const name of NAMES) rest.delete(name);
  return rest;
}

/** What a page that is no embed says of names that only an embed reads. */
export function unusedLook(params: URLSearchParams): string[] {
  return lookOf(params).slice(0, MAX_NOTICES).map(([name, value]) =>
    `${name}=${cutEnd(value, MAX_SHOWN)} was ignored: it is for embeds, below /embed/.`
  );
}

/** Only what is about the embed: names and values as they stand in the address. */
export function lookOf(params: URLSearchParams): [name: string, value: string][] {
  return [...params].filter(([name]) => NAMES.some((each) => each === name));
}
