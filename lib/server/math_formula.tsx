import temml from "temml";

interface MathFormulaProps {
  /** LaTeX; a line may break between two parts. */
  readonly parts: readonly string[];
}

/** The few formulas of the site, by their LaTeX. */
const written = new Map<string, string>();

/**
 * A formula on a line of its own, as MathML: the browser sets it and a screen reader reads it, without a script. Inline
 * mode, since display mode writes a style attribute, which the policy forbids.
 *
 * @throws {Error} If the LaTeX is wrong.
 */
export function MathFormula({ parts }: MathFormulaProps) {
  const html = parts.map(mathOf).join(" ");
  // The LaTeX is the site's own.
  // deno-lint-ignore react-no-danger
  return <p class="formula" dangerouslySetInnerHTML={{ __html: html }} />;
}

function mathOf(tex: string): string {
  const known = written.get(tex) ?? temml.renderToString(tex, { displayMode: false, throwOnError: true });
  written.set(tex, known);
  return known;
}
