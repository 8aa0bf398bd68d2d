/** The line of tokens: nothing paints over anything, what one acts on is in sight, and acts are undone one by one. */
import { assert, assertEquals } from "@std/assert";
import type { Page } from "puppeteer-core";
import { predictorAddress, tinyAddress } from "@/tests/browser/address.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import {
  noticesOf,
  press,
  read,
  ready,
  setControl,
  setText,
  settled,
  until,
} from "@/tests/browser/predictor_page.ts";

const test = browserTests();

const SIZES = [{ width: 1280, height: 800 }, { width: 390, height: 844 }];
/** Further screens: a tablet, a large one, and 1280 x 800 at a zoom of 200 %. */
const FURTHER = [
  { width: 768, height: 1024 },
  { width: 1920, height: 1080 },
  { width: 640, height: 400, deviceScaleFactor: 2 },
];

/** Pairs of the page's parts whose boxes intersect. A bar that is held at the screen's edge is none of its flow. */
function overlaps(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const names = [
      ".site-head",
      ".model-row",
      ".line-box",
      ".line-foot",
      ".line-panel .toolbar",
      ".answer h1",
      ".dist tbody",
      ".acts",
    ];
    const boxes = names.flatMap((name) => {
      const box = document.querySelector(name)?.getBoundingClientRect();
      return box ? [{ name, box }] : [];
    });
    return boxes.flatMap((a, i) =>
      boxes.slice(i + 1).filter((b) =>
        a.box.right > b.box.left + 1 && b.box.right > a.box.left + 1 && a.box.bottom > b.box.top + 1 &&
        b.box.bottom > a.box.top + 1
      ).map((b) => `${a.name} and ${b.name}`)
    );
  });
}

/** What the layout shifted by itself since the page was opened. */
function layoutShift(page: Page): Promise<number> {
  return page.evaluate(() =>
    new Promise<number>((resolve) => {
      let sum = 0;
      const add = (entries: PerformanceEntryList) => {
        for (const entry of entries as (PerformanceEntry & { hadRecentInput: boolean; value: number })[]) {
          if (!entry.hadRecentInput) sum += entry.value;
        }
      };
      const observer = new PerformanceObserver((list) => add(list.getEntries()));
      observer.observe({ type: "layout-shift", buffered: true });
      requestAnimationFrame(() => setTimeout(() => (add(observer.takeRecords()), resolve(sum))));
    })
  );
}

/** Controls on the first screen: the row of models, the line, a group of radios and the heads are one each. */
function controlsOnScreen(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const all = [...document.querySelectorAll<HTMLElement>(
      "main :is(button:not(.link), input:not([type=hidden]), select, textarea, summary, [role=slider])",
    )].filter((each) => {
      const { top, bottom } = each.getBoundingClientRect();
      return each.checkVisibility({ visibilityProperty: true }) && each.tabIndex >= 0 && bottom > 0 &&
        top < innerHeight;
    });
    const groups = ".model-row, .line, .heads, fieldset";
    return [...new Set(all.map((each) => each.closest(groups) ?? each))].map((each) =>
      each.className || each.textContent || ""
    );
  });
}

/** What of the page's figure is outside the screen. */
function outOfSight(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isSeen = (element: Element | undefined | null) => {
      const box = element?.getBoundingClientRect();
      return box !== undefined && box.height > 0 && box.top >= 0 && box.bottom <= innerHeight;
    };
    const named = (name: string) =>
      [...document.querySelectorAll("button")].find((each) => each.textContent?.trim() === name);
    const rows = [...document.querySelectorAll(".dist.tall tbody tr")].slice(0, 3);
    const tokens = [...document.querySelectorAll("[aria-label='Generated tokens'] button, .typed")];
    return [
      ...rows.map((row, i) => isSeen(row) ? "" : `bar ${i + 1}`),
      isSeen(named("Step")) ? "" : "Step",
      isSeen(named("Run")) ? "" : "Run",
      isSeen(tokens.at(-1)) ? "" : "the last token",
    ].filter((each) => each !== "");
  });
}

/** Whether the box of the text shows its end, also once its letters are larger than when it was filled. */
function staysAtEnd(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(".line, .line > textarea { font-size: 40px !important; line-height: 60px !important }");
    document.adoptedStyleSheets = [sheet];
    const bottom = (selector: string) => document.querySelector(selector)!.getBoundingClientRect().bottom;
    const isAtEnd = bottom(".line-end") <= bottom(".line-box") + 1;
    document.adoptedStyleSheets = [];
    return isAtEnd;
  });
}

interface Watched {
  /** Where Stop has stood in the document while tokens came, in pixels. */
  stops?: Set<number>;
  /** Texts of the tokens that flew to the line. */
  flown?: string[];
}

function watchStop(): void {
  const stops = (globalThis as Watched).stops = new Set<number>();
  const tokens = document.querySelector("[aria-label='Generated tokens']")!;
  new MutationObserver(() => {
    const stop = [...document.querySelectorAll(".run-bar button")].find(({ textContent }) =>
      textContent === "Stop"
    );
    if (stop && document.querySelector(".predictor.running")) {
      stops.add(Math.round(stop.getBoundingClientRect().top + scrollY));
    }
  }).observe(tokens, { childList: true, subtree: true });
}

function watchFlights(): void {
  const flown = (globalThis as Watched).flown = [] as string[];
  new MutationObserver((records) => {
    const added = records.flatMap(({ addedNodes }) => [...addedNodes] as Element[]);
    flown.push(...added.filter((each) => each.matches?.(".flying-token")).map((each) => each.textContent!));
  }).observe(document.body, { childList: true });
}

/** Texts of many lengths and scripts, one of about 500 tokens among them. */
const TEXTS = [
  "a",
  "The package left the warehouse. ".repeat(16),
  "The package left the warehouse. ".repeat(82).trim(),
  "a".repeat(5000),
  "مرحبا بالعالم ".repeat(40),
  "The package left the ring and then ".repeat(2858).slice(0, 100_000),
];

/** What is wrong with the page on a screen of this width: parts that meet, or that reach beyond it. */
async function crowding(page: Page, width: number): Promise<string[]> {
  await page.waitForFunction((width: number) => innerWidth === width, {}, width);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return [...await overlaps(page), ...(wide > 0 ? [`${wide} pixels too wide`] : [])];
}

test("nothing paints over anything on a tablet, a large screen and at a zoom of 200 %, whatever the text", async ({ open }) => {
  const { page } = await open("/");
  await ready(page);
  for (const text of TEXTS) {
    await setText(page, text);
    await until(page, "the text is read", (shown) => !shown.busy && shown.text === text);
    for (const size of FURTHER) {
      await page.setViewport(size);
      assertEquals(await crowding(page, size.width), [], `${size.width} pixels, ${text.slice(0, 20)}`);
    }
    if (text === TEXTS[2]) {
      const tokens = await page.$$eval(".typed", (all) => all.length);
      assert(tokens > 450 && tokens < 512, `${tokens} tokens`);
    }
  }
});

for (const size of SIZES) {
  test(`at ${size.width} pixels nothing paints over anything, whatever the text`, async ({ open }) => {
    const { page } = await open("/");
    await page.setViewport(size);
    await ready(page);
    for (const text of TEXTS) {
      await setText(page, text);
      await until(page, "the text is read", (shown) => !shown.busy && shown.text === text);
      assertEquals(await crowding(page, size.width), [], text.slice(0, 20));
      assert(await staysAtEnd(page), `the end of ${text.slice(0, 20)} is out of sight`);
    }
  });

  test(`at ${size.width} pixels text, bars, Step and Run are in sight after 40 tokens and after a fork`, async ({ open }) => {
    const address = predictorAddress({ max_tokens: 40, stop_at_end: 0 });
    const { page } = await open(address, { viewport: size });
    await ready(page);
    assert(await layoutShift(page) < 0.001, "the page as it came has moved");
    const controls = await controlsOnScreen(page);
    assert(controls.length <= 12, controls.join(", "));
    assertEquals(await outOfSight(page), [], "at the start");
    await page.evaluate(watchStop);
    await press(page, "Run");
    await until(page, "40 tokens", (shown) => !shown.busy && shown.generated.length === 40);
    const places = await page.evaluate(() => [...(globalThis as Watched).stops!]);
    assertEquals(places.length, 1, `Stop stays where Run was while tokens come: ${places}`);
    await page.evaluate(() => scrollTo(0, 0));
    assertEquals(await outOfSight(page), [], "after 40 tokens");
    assertEquals(await overlaps(page), []);
    const tops = await page.$$eval(".typed", (all) => all.map((each) => each.getBoundingClientRect().top));
    assertEquals(new Set(tops).size, 1, "the text's tokens lie in its one line of letters");
    const before = await read(page);
    await page.evaluate(() =>
      document.querySelector<HTMLElement>("[aria-label='Generated tokens'] [data-index='20']")!.click()
    );
    const fork = await page.waitForSelector(".inspector tr[data-id]:nth-child(2) .choose");
    await fork!.evaluate((each) => (each as HTMLElement).click());
    await until(page, "the fork", (shown) => !shown.busy && shown.generated.length === 21);
    await page.evaluate(() => scrollTo(0, 0));
    assertEquals(await outOfSight(page), [], "after a fork");
    // The way before stays, in the link too, with a way back.
    const { pathname, search, searchParams } = new URL(page.url());
    assert(searchParams.has("branches"));
    const anew = await open(pathname + search, { viewport: size });
    await ready(anew.page);
    await anew.page.locator(".ghost-branch .go-back").click();
    const there = await until(
      anew.page,
      "the way before",
      (shown) => !shown.busy && shown.generated.length === 40,
    );
    assertEquals(there.generated, before.generated);
    await page.bringToFront();
    await page.locator(".go-back").click();
    const back = await until(page, "the way before", (shown) => !shown.busy && shown.generated.length === 40);
    assertEquals(back.generated, before.generated);
  });
}

test("a generated token shows its text and its surprise, and no empty tip", async ({ open }) => {
  const { page } = await open(predictorAddress({ max_tokens: 12 }));
  await ready(page);
  await press(page, "Run");
  await until(page, "tokens", (shown) => !shown.busy && shown.generated.length > 4);
  // What the cache holds and what the bars were before are in sight.
  const strip = await page.waitForSelector(".cache-strip");
  const cache = await strip!.evaluate((each) => each.getAttribute("aria-label"));
  assert(/filled together, [1-9]/.test(cache ?? ""), cache ?? "");
  await page.waitForSelector(".before-column .taken");
  const tokens = await page.$$eval(
    "[aria-label='Generated tokens'] button",
    (buttons) =>
      buttons.map((each) => [
        each.textContent,
        getComputedStyle(each, "::after").content,
        getComputedStyle(each).borderBottomColor,
      ]),
  );
  for (const [text, after] of tokens) assertEquals([text !== "", after], [true, "none"]);
  assert(new Set(tokens.map(([, , color]) => color)).size > 1, "all tokens are as surprising");
});

test("Step lets one token fly to the line, none where motion is not wanted, and adds a column to the cache", async ({ open }) => {
  const motion = (value: string) => (page: Page) =>
    page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value }]);
  const { page } = await open("/", { prepare: motion("no-preference") });
  await ready(page);
  const costs = () => page.$eval(".area-cost", (each) => each.textContent!);
  assert(!/no keys and values|none:/.test(await costs()), await costs());
  await page.mouse.move(300, 300);
  // The tab's own answer fills the cache, before any step.
  await page.waitForFunction(() =>
    /measured, \d+ tokens/.test(document.querySelector(".area-cost")!.textContent!)
  );
  const step = async (count: number) => {
    await press(page, "Step");
    await until(page, `${count} tokens`, (shown) => !shown.busy && shown.generated.length === count);
  };
  await step(1);
  // What shows the loop has come with the first step.
  await page.waitForSelector(".before-column .taken");
  const columns = () =>
    page.$$eval(
      ".cache-strip path",
      (all) => all.map((each) => each.getAttribute("d")!.split("M").length - 1),
    );
  await page.waitForSelector(".cache-strip");
  const [prefill, appended] = await columns() as [number, number];
  await page.evaluate(watchFlights);
  for (const [value, count] of [["no-preference", 2], ["reduce", 3]] as const) {
    await motion(value)(page);
    await step(count);
    await page.waitForFunction(() => document.querySelector(".flying-token") === null);
    assertEquals(await columns(), [prefill, appended + count - 1]);
    const flown = await page.evaluate(() => (globalThis as Watched).flown!);
    assertEquals(flown.length, 1, `${value}: ${flown}`);
  }
});

test("the row where the cut lies is marked, cut tokens are struck and faded, and further columns are there unseen", async ({ open }) => {
  const { page } = await open(predictorAddress({ top_k: 3 }));
  await ready(page);
  const rows = await page.$$eval(".dist.tall tbody tr", (all) =>
    all.map((row) => {
      const chip = getComputedStyle(row.querySelector(".chip")!);
      const { borderTopStyle, borderTopWidth, borderTopColor } = getComputedStyle(row);
      return {
        says: row.dataset["cut"] ?? null,
        isFirst: row.classList.contains("first-cut"),
        border: borderTopStyle !== "none" && parseFloat(borderTopWidth) >= 1 && borderTopColor,
        written: getComputedStyle(row, "::before").content,
        isStruck: chip.textDecorationLine.includes("line-through"),
        color: chip.color,
        bar: getComputedStyle(row.querySelector(".bar-value")!).fill,
      };
    }));
  const [first, ...others] = rows.slice(3);
  assert(/^top-k 3 cuts here: [\d,]+ tokens/.test(first!.says ?? ""), first!.says ?? "no words");
  assert(first!.written.includes(first!.says!), first!.written);
  assert(first!.border && !/, 0\)$|transparent/.test(first!.border), `${first!.border}`);
  assertEquals(rows.map(({ isFirst, says }) => isFirst || says !== null).indexOf(true), 3);
  assertEquals(others.some(({ isFirst, says }) => isFirst || says !== null), false);
  assertEquals(rows.map(({ isStruck }) => isStruck), rows.map((_, place) => place >= 3));
  const quiet = await page.$eval(".acts .rows-control", (each) => getComputedStyle(each).color);
  for (const [place, { color, bar }] of rows.entries()) {
    assertEquals([color === quiet, bar === "none"], [place >= 3, place >= 3], `row ${place + 1}`);
  }
  for (const size of SIZES) {
    await page.setViewport(size);
    const cells = await page.$$eval(
      ".dist.plain tbody tr:first-child :is(.c-id, .c-logit, .c-log, .c-rank, .c-bits, .c-model)",
      (all) =>
        all.map((cell) => [
          cell.textContent !== "" && cell.checkVisibility({ visibilityProperty: true }),
          cell.getBoundingClientRect().width <= 1,
        ]),
    );
    assertEquals(cells, Array.from({ length: 6 }, () => [true, true]), "in the page, read aloud, not seen");
  }
});

test("Enter and a prompt are acts that Back undoes; typing is none", async ({ open }) => {
  const { page } = await open("/");
  await ready(page);
  const entries = () => page.evaluate(() => history.length);
  const first = await entries();
  await page.locator("textarea[name=text]").click();
  await page.keyboard.type(" blue");
  await settled(page);
  assertEquals(await entries(), first);
  await page.keyboard.press("Enter");
  await page.waitForFunction((count: number) => history.length === count, {}, first + 1);
  await page.goBack();
  await until(page, "the text before", (shown) => shown.text === "The package left the");
  await page.$eval("a[data-prompt='My grandmother always']", (each) => (each as HTMLElement).click());
  await until(page, "the prompt", (shown) => !shown.busy && shown.text === "My grandmother always");
  await page.goBack();
  await until(page, "the text before the prompt", (shown) => shown.text === "The package left the");
});

test("a choice by keyboard keeps the focus in its row, and Ctrl+Z takes one act back", async ({ open }) => {
  const { page } = await open("/");
  await ready(page);
  await page.focus(".dist.tall tbody tr:nth-child(2) .choose");
  await page.keyboard.press("Enter");
  await until(page, "one token", (shown) => !shown.busy && shown.generated.length === 1);
  await page.waitForFunction(() =>
    document.activeElement?.matches(".dist.tall tbody tr:nth-child(2) .choose")
  );
  await page.keyboard.press("Enter");
  await until(page, "two tokens", (shown) => !shown.busy && shown.generated.length === 2);
  await page.keyboard.down("Control");
  await page.keyboard.press("z");
  await page.keyboard.up("Control");
  await until(page, "one token again", (shown) => !shown.busy && shown.generated.length === 1);
});

test("a text far from what the model has read, and one that ends with a space, are pointed out", async ({ open }) => {
  const { page } = await open("/");
  await ready(page);
  await setText(page, "Das Paket hat das Lager verlassen und");
  await page.waitForSelector(".text-note ::-p-text(far from both)");
  await setText(page, "The package left the ");
  await page.waitForSelector(".text-note ::-p-text(ends with a space)");
  await press(page, "Show both");
  await page.waitForFunction(() => document.querySelectorAll(".both-ends li").length === 10);
  await press(page, "Remove the space");
  await until(page, "the space is gone", (shown) => shown.text === "The package left the");
  await page.waitForFunction(() => document.querySelector(".text-note") === null);
});

test("a wrong seed is said at its field, and another number looks itself up both as text and as an id", async ({ open }) => {
  const { page } = await open(predictorAddress({ pick: "sample" }));
  await ready(page);
  await setControl(page, "seed", "-3");
  await page.waitForSelector(".seed .field-error");
  assertEquals(await page.$(".notices"), null);
  const wrong: Record<string, string> = { seed: "-3", max_tokens: "-1", context_limit: "0", top_k: "-2" };
  for (const [name, value] of Object.entries(wrong)) await setControl(page, name, value);
  await page.waitForFunction(() => document.querySelectorAll(".field-error").length === 4);
  const errors = await page.$$eval(".field-error", (all) => all.map((each) => each.textContent!));
  const labels = ["seed", "top-k", "number of tokens", "context window"];
  assertEquals(errors.map((error) => error.split(" is not ")[0]!), labels);
  const typed = (names: string[]) =>
    names.map((name) => document.querySelector<HTMLInputElement>(`input[name=${name}]`)!.value);
  assertEquals(await page.evaluate(typed, Object.keys(wrong)), Object.values(wrong), "what was typed stays");
  // Emptied on the way to another number, a field changes nothing, and nothing typed is lost.
  for (const name of Object.keys(wrong)) await setControl(page, name, "");
  const emptied = await page.evaluate(() => ({
    says: `${document.documentElement.outerHTML} ${location.href}`,
    values: [...document.querySelectorAll("input")].map(({ value }) => value).join(),
  }));
  assert(!/NaN/.test(emptied.says + emptied.values), emptied.values);
  assertEquals((await read(page)).text, "The package left the");
  for (const [name, value] of Object.entries({ ...wrong, seed: "3", max_tokens: "32", top_k: "0" })) {
    await setControl(page, name, name === "context_limit" ? "" : value);
  }
  await page.waitForFunction(() => document.querySelector(".field-error") === null);
  await press(page, "Another seed");
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>("[name=seed]")!.value !== "3");
  await press(page, "look up");
  await page.waitForSelector(".lookup input");
  await page.type(".lookup input", "681");
  await page.waitForFunction(() => document.querySelectorAll(".lookup-result > ul > li").length >= 2);
  const found = await page.$$eval(
    ".lookup-result > ul > li",
    (each) => each.map((item) => item.textContent ?? ""),
  );
  assert(found.some((text) => /as an id: id 681/.test(text)), found.join("\n"));
});

test("a word of several tokens is the product of its pieces", async ({ open }) => {
  const { page } = await open("/");
  await ready(page);
  await press(page, "look up");
  await page.waitForSelector(".lookup input");
  await page.type(".lookup input", " coupon");
  await page.waitForSelector(".chain li:nth-child(2)");
  const [total, pieces] = await page.$eval(".lookup-result li", (item) =>
    [
      Number((item as HTMLElement).dataset["probability"]),
      [...item.querySelectorAll<HTMLElement>(".chain li")].map((each) => Number(each.title)),
    ] as const);
  const product = pieces.reduce((all, each) => all * each, 1);
  assert(Math.abs(total / product - 1) < 1e-9 && total < Math.min(...pieces), `${total} of ${pieces}`);
});

test("a stage moved by key keeps the focus, and so comes back by the other key", async ({ open }) => {
  const { page } = await open(predictorAddress({ top_p: 0.9 }));
  await ready(page);
  await page.$$eval("summary", (all) => all.find((each) => /top-p/.test(each.textContent ?? ""))!.click());
  await page.focus("[data-stage=top_p] [data-grip]");
  const place = () =>
    page.$$eval("[data-stage]", (all) => all.map((each) => each.getAttribute("data-stage")));
  const before = await place();
  await page.keyboard.press("ArrowUp");
  await page.waitForFunction(() =>
    document.activeElement?.closest("[data-stage]")?.getAttribute("data-stage") === "top_p" &&
    new URL(location.href).searchParams.has("stages")
  );
  await page.keyboard.press("ArrowDown");
  await page.waitForFunction(() => !new URL(location.href).searchParams.has("stages"));
  assertEquals(await place(), before);
  // With a sampler on, a row says whose number each is, and both add up.
  await press(page, "numbers");
  const owners = await page.$$eval(
    ".dist thead th",
    (all) => all.map((each) => each.getAttribute("data-own")),
  );
  assert(owners.includes("model's") && owners.includes("after the sampler"), owners.join());
});

test("a text that no link holds is not said to be copied: Share opens with the ways that hold it", async ({ open }) => {
  const { page } = await open("/");
  await ready(page);
  await setText(page, "word ".repeat(5000));
  await press(page, "Copy link");
  await page.waitForSelector("dialog[open]");
  assertEquals(
    await page.$$eval("button", (all) => all.some((each) => each.textContent === "Copied")),
    false,
  );
});

test("a link to a model that is not loaded shows its tokens' ids and one button with its size", async ({ open }) => {
  const { page } = await open(tinyAddress({ path: "1a.2b" }));
  await page.waitForFunction(() =>
    /\(\d.*B\)/.test(document.querySelector(".missing-model button")?.textContent ?? "")
  );
  const shown = await read(page);
  assertEquals(shown.generated, [46, 83]);
  assertEquals(shown.stop, null);
  assert(/2 tokens/.test(await noticesOf(page)));
  // This site's mirror holds none of the catalog: its models are not offered, and the list says so.
  await press(page, "another");
  await page.waitForSelector(".model-list ::-p-text(own copy of the hub does not hold)");
  const offers = await page.$$eval("button", (all) => all.map((each) => each.textContent!));
  assertEquals(offers.filter((text) => /^Load (?!fixtures)/.test(text)), []);
});
