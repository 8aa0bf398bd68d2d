import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { EmbedPart as EmbedPanel } from "./share/embed_part.tsx";
import { LinkPart } from "./share/link_part.tsx";
import { takeOpened } from "./share/open_experiment.ts";
import { readShared, type Shared } from "./share/shared.ts";
import { ExportPart } from "./share/export_part.tsx";
import type { EmbedPart } from "@/lib/experiment/embed_parts.ts";

/** Props of the island. */
interface ShareProps {
  /** Path of the page whose experiment is shared. */
  readonly page: string;
  /** Its parts that an embed may leave out. */
  readonly parts: readonly Pick<EmbedPart, "name" | "label">[];
  /** Paths of the pages whose experiments can be opened from a file. */
  readonly labs: readonly string[];
}

/** The Share button with its dialog. The code comes with the first press, so being hydrated is being pressed. */
export default function Share({ page, parts, labs }: ShareProps) {
  const shared = useSignal<Shared | null>(null);
  const open = () => void (shared.value = readShared(page));
  useEffect(() => {
    if (!arrive(page)) open();
  }, []);
  return (
    <>
      <button type="button" class="needs-js" aria-haspopup="dialog" onClick={open}>Share</button>
      {shared.value && (
        <ShareDialog
          {...{ parts, labs }}
          shared={shared.value}
          onClose={() => shared.value = null}
        />
      )}
    </>
  );
}

/** An address with #share opens the dialog, or takes the experiment that was handed to the page. */
function arrive(page: string): boolean {
  if (location.hash === "#share") {
    history.replaceState(history.state, "", location.pathname + location.search);
  }
  return takeOpened(page);
}

interface DialogProps extends Omit<ShareProps, "page"> {
  readonly shared: Shared;
  readonly onClose: () => void;
}

function ShareDialog({ shared, parts, labs, onClose }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="share" aria-labelledby="share-title" onClose={onClose}>
      <div class="share-head">
        <h2 id="share-title">Share</h2>
        <form method="dialog">
          <button type="submit">Close</button>
        </form>
      </div>
      <LinkPart shared={shared} />
      <EmbedPanel shared={shared} parts={parts} />
      <ExportPart shared={shared} labs={labs} />
    </dialog>
  );
}
