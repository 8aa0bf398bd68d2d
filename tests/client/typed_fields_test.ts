/** What was typed before an island's script came. */
import { assertEquals } from "@std/assert";
import { announceTyped, putTyped, typedFields } from "@/lib/client/typed_fields.ts";

/** A field as the browser has it, without a browser. */
function field(to: Record<string, unknown>) {
  const told: string[] = [];
  const own = { type: "text", value: "", defaultValue: "", checked: false, defaultChecked: false };
  return {
    told,
    ...own,
    ...to,
    dispatchEvent: (event: Event) => told.push(`${event.type} ${event.bubbles}`),
  };
}

/** An element that holds these fields. */
function holding(...fields: readonly object[]): ParentNode {
  return { querySelectorAll: () => fields } as unknown as ParentNode;
}

const option = (selected: boolean, defaultSelected: boolean) => ({ selected, defaultSelected });

Deno.test("typedFields() finds texts and choices that are no longer the server's, with their places", () => {
  const same = field({ value: "a", defaultValue: "a" });
  const typed = field({ value: "ab", defaultValue: "a" });
  const hidden = field({ type: "hidden", value: "b", defaultValue: "a" });
  assertEquals(typedFields(holding(same, typed, hidden)), [[1, "ab", false]]);
  const kept = field({ type: "select-one", options: [option(true, true), option(false, false)] });
  const chosen = field({
    type: "select-one",
    value: "b",
    options: [option(false, true), option(true, false)],
  });
  assertEquals(typedFields(holding(kept, chosen)), [[1, "b", false]]);
});

Deno.test("typedFields() has a box that was ticked or cleared, and of radio buttons the one that was pressed", () => {
  const choice = (type: string, checked: boolean, defaultChecked: boolean) =>
    field({ type, value: `${type} ${checked}`, checked, defaultChecked });
  const places = (...fields: readonly object[]) => typedFields(holding(...fields)).map(([index]) => index);
  assertEquals(
    places(
      choice("checkbox", true, true),
      choice("checkbox", false, false),
      choice("checkbox", true, false),
      choice("checkbox", false, true),
    ),
    [2, 3],
  );
  assertEquals(
    places(choice("radio", true, true), choice("radio", true, false), choice("radio", false, true)),
    [1],
    "the one that was let go goes by itself",
  );
});

Deno.test("putTyped() gives each field what it held, and passes over those that are no more", () => {
  const [text, box] = [field({ value: "server" }), field({ type: "checkbox", value: "on" })];
  const put = putTyped(holding(text, box), [[0, "typed", true], [1, "other", true], [2, "gone", false]]);
  assertEquals(put.length, 2);
  assertEquals([text.value, text.checked, box.value, box.checked], ["typed", false, "on", true]);
  assertEquals([text.told, box.told], [[], []], "without a word");
  announceTyped(put);
  assertEquals(text.told, ["input true", "change true"]);
});
