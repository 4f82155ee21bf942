// What can be seen and heard: axe in every state, narrow windows, themes, size.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { AxeBuilder } from "@axe-core/playwright";
import { dist } from "./browser.js";

/** Bytes, gzipped, of everything but the engine's module. */
const BUDGET = 250_000;

async function clean(page, state) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const told = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
  );
  assert.deepEqual(told, [], state);
}

export async function accessible({ open, shoot }) {
  for (const [colorScheme, forcedColors] of [["light"], ["dark"], ["light", "active"]]) {
    const page = await open({ colorScheme, ...(forcedColors && { forcedColors }) });
    const name = forcedColors ? "forced" : colorScheme;
    await clean(page, `${name}, opened`);
    await shoot(page, `opened-${name}`);
    await page.getByRole("button", { name: "Form", exact: true }).click();
    await clean(page, `${name}, form`);
    await shoot(page, `form-${name}`);
    await page.locator("#form-enabled").uncheck();
    await page.getByRole("button", { name: "Show the numbers as a table" }).click();
    await page.getByRole("button", { name: "Compare…" }).click();
    await page.locator("#comparison .diff").waitFor();
    await clean(page, `${name}, compare`);
    await shoot(page, `compare-${name}`);
    await page.keyboard.press("Escape");
    await page.locator("#copy-menu summary").click();
    await clean(page, `${name}, table and menu`);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Both" }).click();
    await page.selectOption("#sample", "hooksieve");
    await page.locator("#why details").first().waitFor();
    await clean(page, `${name}, many subscriptions`);
    await shoot(page, `native-${name}`);
    await page.locator("#config .cm-content").click();
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("x");
    await page.locator("#problems .problem").first().waitFor();
    await clean(page, `${name}, findings`);
    await shoot(page, `broken-${name}`);
    await page.getByRole("button", { name: "Keys" }).click();
    await clean(page, `${name}, keys`);
    await shoot(page, `keys-${name}`);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Your events…" }).click();
    await clean(page, `${name}, dialog`);
    await shoot(page, `dialog-${name}`);
    await page.context().close();
  }
}

export async function narrow({ open, shoot }) {
  const page = await open({ viewport: { width: 320, height: 700 } });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 320, `the page is ${wide} px wide in a window of 320`);
  await clean(page, "narrow");
  await shoot(page, "narrow", { fullPage: true });
  // The form and the comparison fit too, and the form is no box to scroll within the page.
  await page.selectOption("#sample", "hooksieve");
  await page.getByRole("button", { name: "Form", exact: true }).click();
  await page.selectOption("#form-subscription", "1");
  await page.locator("#form-label-value-0").fill("staging");
  const form = page.locator("#form");
  const isWhole = await form.evaluate((box) => box.scrollHeight <= box.clientHeight + 1);
  assert.ok(isWhole, "the form scrolls within the page");
  await clean(page, "narrow form");
  await shoot(page, "narrow-form", { fullPage: true });
  await page.getByRole("button", { name: "Compare…" }).click();
  await page.locator("#comparison .diff").waitFor();
  const form320 = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(form320 <= 320, `the page is ${form320} px wide in a window of 320`);
  await shoot(page, "narrow-compare");
}

/** Findings in a narrow window are as high as they are: nothing is cut off, no gap under them. */
export async function narrowFindings({ open, shoot }) {
  const page = await open({ viewport: { width: 320, height: 700 } });
  await page.evaluate(() => {
    const preview = document.querySelector("hooksieve-preview");
    const conditions = ["a", "b"].map((key) => ({ key, condition: "exists" }));
    const config = JSON.stringify({ id: "a", events: ["t"], conditions });
    preview.open({ config, pinned: config, events: '{"type":"t","data":{}}', dialect: "" });
  });
  const problems = page.locator("#problems");
  await problems.locator(".problem").nth(1).waitFor();
  await problems.getByText("no sample event of its types has anything at `a`").waitFor();
  const { gap, rest } = await problems.evaluate((box) => {
    const pane = box.closest(".pane");
    const gap = pane.getBoundingClientRect().bottom - box.getBoundingClientRect().bottom;
    return { gap, rest: box.scrollHeight - box.clientHeight };
  });
  assert.ok(gap <= 2 && rest <= 1, `a gap of ${gap} px, ${rest} px cut off`);
  await shoot(page, "narrow-findings", { fullPage: true });
}

export async function themes({ open }) {
  const page = await open({ colorScheme: "light", reducedMotion: "reduce" });
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await ground();
  assert.notEqual(dark, light);
  await page.selectOption("#theme", "light");
  assert.equal(await ground(), light);
  await page.reload();
  await page.locator("#list .row").first().waitFor();
  assert.equal(await ground(), light, "the choice is kept");
  assert.equal(await page.locator("#theme").inputValue(), "light");
}

export async function heard({ open }) {
  const page = await open();
  await page.locator("#live", { hasText: "9 of 24 events fire" }).waitFor({ state: "attached" });
}

/** Milliseconds until something is painted, from nothing loaded. */
const PAINTED = 1000;

/** Milliseconds until the sample is evaluated. */
const EVALUATED = 2000;

export async function firstPaint({ open }) {
  const loads = [];
  // Others that use the machine disturb, none helps: the best of a few counts.
  for (let load = 0; load < 3; load += 1) {
    const page = await open();
    const times = await page.evaluate(() => {
      const paint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
      const mark = performance.getEntriesByName("hooksieve-evaluated")[0]?.startTime;
      return { paint, mark };
    });
    loads.push(times);
    await page.context().close();
  }
  const best = (name) => Math.min(...loads.map((times) => times[name] ?? Infinity));
  const told = `first paint ${best("paint").toFixed(0)} ms, evaluated ${best("mark").toFixed(0)} ms`;
  assert.ok(best("paint") <= PAINTED && best("mark") <= EVALUATED, told);
  return told;
}

/** Nothing moves for those who do not want it. */
export async function still({ open }) {
  const page = await open({ reducedMotion: "reduce" });
  const moving = await page.evaluate(() => {
    const trees = [document, document.querySelector("hooksieve-preview").shadowRoot];
    return trees.flatMap((tree) => tree.getAnimations().map(({ effect }) => String(effect?.target)));
  });
  assert.deepEqual(moving, []);
}

export async function size() {
  const files = readdirSync(dist, { recursive: true, withFileTypes: true });
  let bytes = 0;
  for (const file of files) {
    if (!file.isFile() || file.name.endsWith(".wasm")) continue;
    bytes += gzipSync(readFileSync(join(file.parentPath, file.name)), { level: 9 }).length;
  }
  assert.ok(bytes <= BUDGET, `${bytes} bytes`);
  return `${bytes} bytes gzipped, the engine's module apart`;
}
