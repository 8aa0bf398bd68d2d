import type { PredictorProps } from "../predictor/props.ts";
import type { LimitAnswer } from "@/lib/limits/limit_answer.ts";

/** Props of an experiment on limits. */
export interface LimitProps extends Pick<PredictorProps, "corpus" | "shipped" | "modelHost"> {
  /** The experiment's name. */
  readonly name: string;
  /** The query of the address. */
  readonly search: string;
  /** The server's answer to it; null where the tab computes it. */
  readonly answer: LimitAnswer | null;
  /** The text that the models have read: where it is, and its bytes as fetched. */
  readonly read: { readonly url: string; readonly bytes: number };
  /** Whether the page is the service worker's copy, and so the answer another's. */
  readonly kept?: boolean;
}
