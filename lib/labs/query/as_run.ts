/** Names that say how a page looks, not what it computes. */
const LOOK = ["theme", "hide", "v"];

/**
 * An address' query as a page reads it that opens before its first step: with `run=1` the run is finished, and with
 * any other field too, as links have that are older than `run`.
 */
export function asRun(params: URLSearchParams): URLSearchParams {
  const names = [...params.keys()].filter((name) => !LOOK.includes(name));
  if (names.length === 0 || names.includes("run")) return params;
  const finished = new URLSearchParams(params);
  finished.set("run", "1");
  return finished;
}
