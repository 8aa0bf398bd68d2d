/** Repositories that are missing or wrong: a reason that says what they lack, and the text stays. */
import { assert, assertEquals } from "@std/assert";
import { tinyAddress } from "@/tests/browser/address.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { press, ready, untilNotice } from "@/tests/browser/predictor_page.ts";
import { WRONG_REPOSITORIES } from "@/tests/fixtures/tiny_repositories.ts";

const test = browserTests();
const MESSAGES: Readonly<Record<keyof typeof WRONG_REPOSITORIES | "missing", RegExp>> = {
  noOnnx: /ONNX/,
  masked: /causal|BertForMaskedLM|next token|left to right/i,
  brokenConfig: /config\.json/,
  noTokenizer: /tokenizer/i,
  corrupt: /damaged|corrupt|read|run|load|session|graph/i,
  cutOff: /damaged|corrupt|read|run|load|session|graph/i,
  notFinite: /finite|NaN|numbers|infinite/i,
  missing: /There is no model/,
};
const CASES = { ...WRONG_REPOSITORIES, missing: "fixtures/there-is-none" };

for (const [what, name] of Object.entries(CASES)) {
  test(`${name}: the page says what is wrong and keeps the text`, async ({ open }) => {
    const text = "My own text, not to be lost";
    const { page } = await open(tinyAddress({ text, model: name }), { expect: /Failed to load resource/ });
    const before = await ready(page);
    const pattern = MESSAGES[what as keyof typeof MESSAGES];
    const offered = await page.waitForFunction(
      (wanted: string) => {
        const buttons = [...document.querySelectorAll("button")];
        return buttons.some((each) =>
          !each.disabled && each.textContent?.trim().startsWith(`Load ${wanted}`)
        );
      },
      { timeout: 3000 },
      name,
    ).catch(() => null);
    if (offered) await press(page, `Load ${name}`);
    const notices = await untilNotice(page, pattern);
    assert(!/\[object|undefined|\bat .*:\d+:\d+/.test(notices), `Not for people: ${notices}`);
    const after = await ready(page);
    assertEquals(after.text, text);
    assertEquals(after.rows, before.rows);
  });
}
