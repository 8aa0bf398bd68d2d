// For pages that embed a lab: gives each frame of this site the height of its content. Include it once, anywhere:
// <script src="https://THE-PLAYGROUND/static/embed.js" async></script>
(() => {
  "use strict";
  const origin = new URL(document.currentScript.src).origin;
  const HIGHEST = 20000;
  addEventListener("message", ({ data, origin: from, source }) => {
    if (from !== origin || data === null || data.type !== "next-token-playground:resize") return;
    const height = Number(data.height);
    if (!(height > 0 && height <= HIGHEST)) return;
    for (const frame of document.querySelectorAll("iframe")) {
      if (frame.contentWindow !== source) continue;
      // The frame's own border counts where the page sizes by borders.
      const border = frame.offsetHeight - frame.clientHeight;
      frame.style.height = `${height + border}px`;
    }
  });
})();
