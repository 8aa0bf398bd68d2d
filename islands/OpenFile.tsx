import { OpenFilePart } from "./share/open_file_part.tsx";

/** Opens an experiment of a file, on a page that has none of its own. */
export default function OpenFile() {
  return (
    <p class="toolbar needs-js">
      <OpenFilePart />
    </p>
  );
}
