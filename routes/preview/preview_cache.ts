/**
 * Pictures that were drawn, and the one that is being drawn: each takes tens of milliseconds during which nothing
 * else is answered, so they take turns.
 *
 * @module
 */
import { renderToString } from "preact-render-to-string";
import { LRUCache } from "lru-cache";
import type { VNode } from "preact";
import { createBoundedQueue } from "@/lib/server/limits/bounded_queue.ts";
import { rasterize } from "@/lib/server/preview/rasterize.ts";

type Png = Uint8Array<ArrayBuffer>;

/** Draws each picture once. */
interface PreviewCache {
  /** A picture that needs no drawing; undefined where it does. */
  known(key: string): Png | undefined;
  /**
   * Draws a picture, or waits for the one of the same name that is being drawn.
   *
   * @param client Who asks: those who wait take turns by client; default nobody in particular.
   * @throws {QueueFull} If too many wait already.
   */
  draw(key: string, make: () => Promise<VNode>, client?: string): Promise<Png>;
  /** Keeps a picture that is drawn elsewhere, or waits for the one of the same name that is being drawn. */
  take(key: string, make: () => Promise<Png>): Promise<Png>;
}

/** How much a shelf takes. */
interface ShelfLimits {
  /** Pictures that are drawn or wait at a time. */
  readonly waiting: number;
  /** Bytes of pictures that are kept. */
  readonly bytes: number;
}

/** Creates an empty shelf. */
export function createPreviewCache(
  { waiting, bytes }: ShelfLimits,
  toPng: (svg: string) => Promise<Png> = rasterize,
): PreviewCache {
  const queue = createBoundedQueue(waiting);
  const cache = new LRUCache<string, Png>({
    maxSize: bytes,
    sizeCalculation: (png, key) => png.length + 2 * key.length,
  });
  const drawing = new Map<string, Promise<Png>>();

  function take(key: string, make: () => Promise<Png>): Promise<Png> {
    const known = drawing.get(key);
    if (known !== undefined) return known;
    const started = make().then((png) => (cache.set(key, png), png)).finally(() => drawing.delete(key));
    drawing.set(key, started);
    return started;
  }

  return {
    known: (key) => cache.get(key),
    take,
    draw: (key, content, client = "") =>
      take(key, () =>
        queue.run(client, async () => {
          await otherRequests();
          return await toPng(renderToString(await content()));
        })),
  };
}

/** Lets what waits for the event loop have its turn before the next picture takes it. */
function otherRequests(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
