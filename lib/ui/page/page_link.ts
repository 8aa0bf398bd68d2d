/** Where a page stands in the navigation; `about` is the footer, `course` in none: a step of the course. */
export type PageGroup = "predict" | "calculate" | "train" | "models" | "learn" | "course" | "about";

/** A page that exists. */
export interface PageLink {
  readonly path: string;
  readonly title: string;
  readonly group: PageGroup;
  /** Whether it is a lab, which is also at `/embed/NAME`, compact. */
  readonly embed?: boolean;
}
