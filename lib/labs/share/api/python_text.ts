/** A text as Python writes it: raw in three quotes where it allows that, so that JSON reads as JSON; else escaped. */
export function pythonText(text: string): string {
  return text.includes('"""') || text.endsWith("\\") || text.endsWith('"')
    ? JSON.stringify(text)
    : `r"""${text}"""`;
}
