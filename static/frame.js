// In embeds only: tells the page around the frame how tall the content is, keeps theme and hidden parts in the
// address while the lab writes it, and lets the link to the whole page follow the experiment.
(() => {
  "use strict";
  const NAMES = ["theme", "hide"];
  const look = [...new URLSearchParams(location.search)].filter(([name]) => NAMES.includes(name));

  // An address is spelled and bounded as in lib/experiment/query_text.ts, which a script without imports cannot take;
  // a test holds the two together.
  const LONGEST = 7900;

  /** The address of a path with a query; null where it would be longer than an address is ever made. */
  function fittingAddress(path, pairs) {
    const query = new URLSearchParams(pairs).toString()
      .replace(/%(2C|3A|2F|40|3B)/g, (escape) => decodeURIComponent(escape));
    const address = query === "" ? path : `${path}?${query}`;
    return address.length <= LONGEST ? address : null;
  }

  const withoutLook = (params) => [...params].filter(([name]) => !NAMES.includes(name));

  // Where both are too long, the experiment comes before its look.
  function withLook(address) {
    const { pathname, searchParams, hash } = new URL(address, location.href);
    const own = withoutLook(searchParams);
    const fitting = fittingAddress(pathname, [...own, ...look]) ?? fittingAddress(pathname, own);
    return fitting === null ? address : fitting + hash;
  }

  // The labs write their own query: what is only about the frame is put back beside it.
  if (look.length > 0) {
    for (const how of ["pushState", "replaceState"]) {
      const write = history[how].bind(history);
      history[how] = (state, title, address) =>
        write(state, title, address === undefined || address === null ? address : withLook(address));
    }
  }

  function follow(link) {
    const path = new URL(link.href, location.href).pathname;
    const address = fittingAddress(path, withoutLook(new URLSearchParams(location.search)));
    link.href = address ?? path;
    document.querySelector("[data-page-alone]").hidden = address !== null;
  }

  // Before a click, a middle click or a key opens it.
  for (const type of ["pointerdown", "focusin", "click"]) {
    document.addEventListener(type, (event) => {
      const link = event.target.closest?.("[data-open-page]");
      if (!link) return;
      document.dispatchEvent(new CustomEvent("copylink", { detail: {} })); // the lab writes what is waiting
      follow(link);
    }, { capture: true });
  }

  function tellHeight() {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    parent.postMessage({ type: "next-token-playground:resize", height }, "*");
  }

  // A page with a result tells it to the page around: a share of 1, and that it is final.
  function tellScore() {
    const result = document.querySelector("[data-score][data-questions]");
    if (!result) return;
    const score = Number(result.dataset.score) / Number(result.dataset.questions);
    parent.postMessage({ type: "next-token-playground:score", score, done: true }, "*");
  }

  if (parent === window) return;
  document.addEventListener("DOMContentLoaded", () => {
    new ResizeObserver(tellHeight).observe(document.body);
    tellHeight();
    tellScore();
  });
})();
