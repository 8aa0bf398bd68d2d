/** What is said of a request: the route's pattern, since a path may hold an experiment's id. */
export interface LogEntry {
  readonly level: "info" | "error";
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
  /** What the page of a failed request calls it. */
  readonly id?: string;
  /** Name and place of an error that nobody expected; never its message, which may quote a visitor. */
  readonly error?: string;
}
