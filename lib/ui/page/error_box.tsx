import type { ComponentChildren } from "preact";

/** The one thing to do about an error. */
interface ErrorAction {
  readonly label: string;
  readonly href?: string;
  readonly onAct?: () => void;
}

interface ErrorBoxProps {
  /** What happened. */
  readonly title: string;
  /** Why, or in more words. */
  readonly children?: ComponentChildren;
  /** What is still fine. */
  readonly fine?: string | undefined;
  readonly action?: ErrorAction | undefined;
}

function Action({ label, href, onAct }: ErrorAction) {
  if (href) return <a class="button" href={href} onClick={() => onAct?.()}>{label}</a>;
  return <button type="button" onClick={onAct}>{label}</button>;
}

/** An error: what happened, what is still fine, and the one action. */
export function ErrorBox({ title, children, fine, action }: ErrorBoxProps) {
  return (
    <div class="error-box" role="alert">
      <p>
        <b>{title}</b> {children}
      </p>
      {fine && <p class="quiet">{fine}</p>}
      {action && <Action {...action} />}
    </div>
  );
}
