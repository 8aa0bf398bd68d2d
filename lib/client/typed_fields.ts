/**
 * What a visitor typed or chose while the scripts were still loading: it wins over what the server knew.
 *
 * @module
 */

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** A field that no longer holds what the server wrote into it: its place among all, and what it holds. */
type TypedField = readonly [index: number, value: string, checked: boolean];

/** The changed fields of an element, in order. */
export function typedFields(element: ParentNode): TypedField[] {
  return fieldsOf(element).flatMap((field, index) =>
    isChanged(field) ? [[index, field.value, (field as HTMLInputElement).checked] as const] : []
  );
}

/** Puts them back, without a word to the fields' listeners; returns the fields. */
export function putTyped(element: ParentNode, typed: readonly TypedField[]): Field[] {
  const fields = fieldsOf(element);
  return typed.flatMap(([index, value, checked]) => {
    const field = fields[index];
    if (!field) return [];
    if (isChoice(field)) field.checked = checked;
    else field.value = value;
    return [field];
  });
}

/** Tells listeners what the fields hold, as if it were typed now. */
export function announceTyped(fields: readonly Field[]): void {
  for (const field of fields) {
    for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
  }
}

function fieldsOf(element: ParentNode): Field[] {
  return [...element.querySelectorAll<Field>("input[name],textarea[name],select[name]")];
}

function isChoice(field: Field): field is HTMLInputElement {
  return /^(checkbox|radio)$/.test(field.type);
}

function isChanged(field: Field): boolean {
  if (isChoice(field)) {
    return field.checked !== field.defaultChecked && (field.checked || field.type === "checkbox");
  }
  if ("options" in field) {
    return [...field.options].some((option) => option.selected !== option.defaultSelected);
  }
  return field.type !== "hidden" && field.value !== field.defaultValue;
}
