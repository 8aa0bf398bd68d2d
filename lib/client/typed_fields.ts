/**
 * What a visitor typed or chose while the scripts were still loading: it wins over what the server knew.
 *
 * @module
 */

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** A field that no longer holds what the server wrote into it. */
export interface TypedField {
  /** Its place among the fields of the same name. */
  readonly index: number;
  readonly name: string;
  readonly value: string;
  readonly checked: boolean;
  /** Where the caret stood, if it stood here. */
  readonly selection: readonly [start: number, end: number] | null;
}

/** The changed fields of an element, in order. */
export function typedFields(element: ParentNode): TypedField[] {
  return fieldsOf(element).filter(isChanged).map((field) => ({
    name: field.name,
    index: namesakes(element, field.name).indexOf(field),
    value: field.value,
    checked: "checked" in field && field.checked,
    selection: field === document.activeElement && isText(field)
      ? [field.selectionStart ?? 0, field.selectionEnd ?? 0]
      : null,
  }));
}

/** Puts them back, without a word to the fields' listeners; returns the fields. */
export function putTyped(element: ParentNode, typed: readonly TypedField[]): HTMLElement[] {
  return typed.flatMap(({ name, index, value, checked, selection }) => {
    const field = namesakes(element, name)[index];
    if (!field) return [];
    if (isChoice(field)) field.checked = checked;
    else field.value = value;
    if (selection !== null && isText(field)) {
      field.focus();
      field.setSelectionRange(...selection);
    }
    return [field];
  });
}

/** Tells listeners what the fields hold, as if it were typed now. */
export function announceTyped(fields: readonly HTMLElement[]): void {
  for (const field of fields) {
    for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
  }
}

function fieldsOf(element: ParentNode): Field[] {
  return [...element.querySelectorAll<Field>("input[name], textarea[name], select[name]")];
}

function namesakes(element: ParentNode, name: string): Field[] {
  return fieldsOf(element).filter((field) => field.name === name);
}

function isChoice(field: Field): field is HTMLInputElement {
  return field.type === "checkbox" || field.type === "radio";
}

function isText(field: Field): field is HTMLInputElement | HTMLTextAreaElement {
  return /^(text|search|textarea|url)$/.test(field.type);
}

function isChanged(field: Field): boolean {
  if ("defaultChecked" in field && isChoice(field)) {
    return field.checked !== field.defaultChecked && field.checked;
  }
  if ("defaultValue" in field) return field.type !== "hidden" && field.value !== field.defaultValue;
  return [...field.options].some((option) => option.selected !== option.defaultSelected);
}
