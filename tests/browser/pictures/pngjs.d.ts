/**
 * What is used of pngjs: the package is plain JavaScript.
 *
 * @module
 */
import type { Buffer } from "node:buffer";

/** An image: four bytes a pixel. */
export class PNG {
  constructor(options: { readonly width: number; readonly height: number });
  readonly width: number;
  readonly height: number;
  readonly data: Buffer;
  static readonly sync: {
    /** @throws {Error} If it is no PNG. */
    read(bytes: Buffer): PNG;
    write(image: PNG): Buffer;
  };
}
