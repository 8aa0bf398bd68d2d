import { CopyField } from "./copy_field.tsx";
import { ShortLink } from "./short_link.tsx";
import type { Shared } from "./shared.ts";
import { queryRecord } from "@/lib/labs/share/experiment_file.ts";
import { readFigures } from "@/lib/labs/share/read_figures.ts";

/** The long link, which is the experiment itself, and the short one where the site stores experiments. */
export function LinkPart({ shared }: { readonly shared: Shared }) {
  const { page, params, address } = shared;
  return (
    <section aria-labelledby="share-link">
      <h3 id="share-link">Link</h3>
      {address === null
        ? (
          <p class="small">
            This experiment is longer than an address may be (8,000 characters): store it, or save it as a
            file below.
          </p>
        )
        : <CopyField label="Opens to the same tokens and figures" value={address} />}
      <ShortLink
        page={page}
        query={queryRecord(params)}
        readResults={() => readFigures(document.querySelector("main")!)}
        isStoreThere={(metaContent("experiment-store") ?? "none") !== "none"}
      />
    </section>
  );
}

function metaContent(name: string): string | null {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? null;
}
