/** Milliseconds after which a page that is not shown counts as drawn. */
const PATIENCE = 200;

/** Resolves with the page's next frame, or soon where the tab is hidden and draws none. */
export function drawn(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, PATIENCE);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
