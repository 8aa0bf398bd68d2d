import { assertEquals } from "@std/assert";
import { TextAreaField } from "@/lib/ui/form/text_fields.tsx";
import { mounted } from "@/tests/fixtures/mounted.ts";

function typeOf(value: string, pasted?: string): string {
  using page = mounted(() => <TextAreaField label="Text" name="text" value={value} />);
  const field = page.root.querySelector("textarea")!;
  const event = new (field.ownerDocument.defaultView!.Event)("beforeinput", { bubbles: true });
  if (pasted !== undefined) field.dispatchEvent(Object.assign(event, { data: pasted }));
  return field.className;
}

Deno.test("TextAreaField sets a long text in the system's type, before its first layout where it is pasted", () => {
  const long = "word ".repeat(5000);
  assertEquals(["a b", long].map((text) => typeOf(text)), ["", "long-text"]);
  assertEquals(["a b", long].map((text) => typeOf("", text)), ["", "long-text"]);
});
