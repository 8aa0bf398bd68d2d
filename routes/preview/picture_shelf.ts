/**
 * Pictures that were drawn, and the one that is being drawn: each takes tens of milliseconds during which nothing
 * else is answered, so they take turns.
 *
 * @module
 */
import { renderToString } from "preact-render-to-string";
import type { VNode } from "preact";
import { createBoundedQueue } from "@/lib/server/limits/bounded_queue.ts";
import { createByteCache } from "@/lib/server/preview/byte_cache.ts";
import { rasterize } from "@/lib/server/preview/rasterize.ts";

type Png = Uint8Array<ArrayBuffer>;

/** Draws each picture once. */
export interface PictureShelf {
  /** A picture that needs no drawing; undefined where it does. */
  known(key: string): Png | undefined;
  /**
   * Draws a picture, or waits for the one of the same name that is being drawn.
   *
   * @param client Who asks: those who wait take turns by client; default nobody in particular.
   * @throws {QueueFull} If too many wait already.
   */
  draw(key: string, make: () => Promise<VNode>, client?: string): Promise<Png>;
}

/** How much a shelf takes. */
export interface ShelfLimits {
  /** Pictures that are drawn or wait at a time. */
  readonly waiting: number;
  /** Bytes of pictures that are kept. */
  readonly bytes: number;
}

/** Creates an empty shelf. */
export function createPictureShelf(
  { waiting, bytes }: ShelfLimits,
  toPng: (svg: string) => Promise<Png> = rasterize,
): PictureShelf {
  const queue = createBoundedQueue(waiting);
  const cache = createByteCache(bytes);
  const drawing = new Map<string, Promise<Png>>();

  async function make(key: string, content: () => Promise<VNode>, client: string): Promise<Png> {
    const png = await queue.run(client, async () => {
      await otherRequests();
      return await toPng(renderToString(await content()));
    });
    cache.set(key, png);
    return png;
  }

  return {
    known: (key) => cache.get(key),
    draw(key, content, client = "") {
      const known = drawing.get(key);
      if (known !== undefined) return known;
      const started = make(key, content, client).finally(() => drawing.delete(key));
      drawing.set(key, started);
      return started;
    },
  };
}

/** Lets what waits for the event loop have its turn before the next picture takes it. */
function otherRequests(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
