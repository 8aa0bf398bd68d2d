import { OpenFilePart, type OpenFileProps } from "./share/open_file_part.tsx";

/** Opens an experiment of a file, on a page that has none of its own. */
export default function OpenFile({ labs }: OpenFileProps) {
  return (
    <p class="toolbar needs-js">
      <OpenFilePart labs={labs} />
    </p>
  );
}
