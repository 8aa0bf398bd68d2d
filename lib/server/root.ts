/**
 * The project's folder, wherever the program was started from.
 *
 * @module
 */
import { fileURLToPath } from "node:url";

/** Absolute path of the project's folder, without a trailing slash. */
export const ROOT: string = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
