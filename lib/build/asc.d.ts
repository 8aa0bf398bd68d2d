/**
 * What is used of AssemblyScript's compiler. Its own types declare globals, `console` among them.
 *
 * @module
 */

/** Where the compiler reads and writes. */
interface Files {
  /** Null for a file that does not exist. */
  readFile(path: string, folder: string): Promise<string | null>;
  writeFile(path: string, contents: Uint8Array<ArrayBuffer>): void;
  listFiles(): string[];
}

/** Compiles with the arguments of its command line. */
export function main(
  args: readonly string[],
  files: Files,
): Promise<{ readonly error: Error | null; readonly stderr: { toString(): string } }>;
