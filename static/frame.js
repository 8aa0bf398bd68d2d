// In embeds only: tells the page around the frame how tall the content is, keeps theme and hidden parts in the
// address while the lab writes it, and lets the link to the whole page follow the experiment.
(() => {
  "use strict";
  const NAMES = ["theme", "hide"];
  const look = [...new URLSearchParams(location.search)].filter(([name]) => NAMES.includes(name));

  function withLook(address) {
    const url = new URL(address, location.href);
    for (const name of NAMES) url.searchParams.delete(name);
    for (const [name, value] of look) url.searchParams.append(name, value);
    return url.href;
  }

  // The labs write their own query: what is only about the frame is put back beside it.
  if (look.length > 0) {
    for (const how of ["pushState", "replaceState"]) {
      const write = history[how].bind(history);
      history[how] = (state, title, address) =>
        write(state, title, address === undefined || address === null ? address : withLook(address));
    }
  }

  function pageHref(link) {
    const params = new URLSearchParams(location.search);
    for (const name of NAMES) params.delete(name);
    const query = params.toString();
    return new URL(link.href).pathname + (query === "" ? "" : `?${query}`);
  }

  // Before a click, a middle click or a key opens it.
  for (const type of ["pointerdown", "focusin", "click"]) {
    document.addEventListener(type, (event) => {
      const link = event.target.closest?.("[data-open-page]");
      if (!link) return;
      document.dispatchEvent(new CustomEvent("copylink", { detail: {} })); // the lab writes what is waiting
      link.href = pageHref(link);
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
