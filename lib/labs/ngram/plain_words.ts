/** Whether words of a text differ only by case or by marks at their ends, and so count apart. */
export function countsApart(text: string): boolean {
  return /\p{Lu}|[\p{L}\p{N}][.,;:!?]/u.test(text);
}

/** The text in lower case with marks as words of their own: `The end.` becomes `the end .`. */
export function plainWords(text: string): string {
  return text.toLowerCase().replace(/([\p{L}\p{N}])([.,;:!?]+)/gu, "$1 $2");
}
