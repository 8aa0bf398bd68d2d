import { assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
import { act } from "preact/test-utils";
import { useRowKeys } from "@/lib/ui/predictor/distribution/use_row_keys.ts";
import { mountedHook } from "@/tests/fixtures/mounted.ts";

Deno.test("useRowKeys() keeps a token's row where it glides, and a place's row where nothing does", () => {
  const shown = signal({ ids: [7, 8, 9], still: false });
  using hook = mountedHook(() => useRowKeys(shown.value.ids, shown.value.still));
  assertEquals(hook.current, [0, 1, 2]);
  act(() => void (shown.value = { ids: [9, 4, 7], still: false }));
  assertEquals(hook.current, [2, 3, 0]);
  act(() => void (shown.value = { ids: [1, 2, 3, 5], still: true }));
  assertEquals(hook.current, [2, 3, 0, 4]);
  act(() => void (shown.value = { ids: [3, 6], still: false }));
  assertEquals(hook.current, [0, 5]);
});
