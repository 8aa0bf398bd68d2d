import type { ComponentChildren } from "preact";

interface CalculationFormProps {
  /** Names the form. */
  readonly label: string;
  /** Path of the page: a plain form leads there, also from a stored experiment. */
  readonly action: string;
  /** The visitor pressed Enter or the button. */
  readonly onSubmit?: () => void;
  readonly children: ComponentChildren;
}

/** The form around a page's instrument: a plain GET of the page where no script runs. */
export function CalculationForm({ label, action, onSubmit, children }: CalculationFormProps) {
  return (
    <form
      method="get"
      action={action}
      class="calculation"
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit?.();
      }}
    >
      {children}
    </form>
  );
}

/** The button that a form needs where no script answers while one types. */
export function CalculateButton() {
  return (
    <button type="submit" class="primary no-script">
      Calculate
    </button>
  );
}
