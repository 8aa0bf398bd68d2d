/** Going from a trained network to the predictor with a text of any length. */
import { assertEquals } from "@std/assert";
import { browserPorts } from "@/islands/train/ports.ts";

/** What a page goes to, and what it hands over in the tab's storage, when another one is opened. */
function opened(text: string) {
  const gone: string[] = [];
  const location = { pathname: "/train", assign: (address: string) => gone.push(address) };
  const own = Object.getOwnPropertyDescriptor(globalThis, "location")!;
  Object.defineProperty(globalThis, "location", { value: location, configurable: true });
  sessionStorage.clear();
  try {
    browserPorts("/train").open("/", new URLSearchParams({ text, model: "trained" }));
    const [kept = null] = Object.keys(sessionStorage).map((key) => JSON.parse(sessionStorage.getItem(key)!));
    return { gone, kept };
  } finally {
    Object.defineProperty(globalThis, "location", own);
    sessionStorage.clear();
  }
}

Deno.test("a short text goes to the predictor in its address, a long one through the tab's storage", () => {
  assertEquals(opened("left, regional"), { gone: ["/?text=left,+regional&model=trained"], kept: null });
  const longest = "a,".repeat(3938);
  assertEquals(opened(longest), { gone: [`/?text=${longest}&model=trained`], kept: null });
  const text = "a,".repeat(4000);
  assertEquals(opened(text), {
    gone: ["/#share"],
    kept: { page: "/", query: { text, model: "trained" } },
  });
});
