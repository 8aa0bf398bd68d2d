import type { ComponentType } from "preact";
import type { InsidesPanelProps } from "./insides_panel_props.ts";

/**
 * What only the server draws: the tab keeps it as it came until it has something newer, so its code is in no script of
 * the page. The server's route fills it in.
 */
export const SENT_PARTS: { SentInsides: ComponentType<Pick<InsidesPanelProps, "sent">> | null } = {
  SentInsides: null,
};
