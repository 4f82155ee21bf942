// The custom element as a dashboard has it: several on a page, in and out of the document.

import assert from "node:assert/strict";
import { reads } from "./steps.js";

const CONFIG = '{"url":"https://a.example","events":["wallet.created"],"status":"Enabled"}';
const EVENTS = '{"kind":"wallet.created"}\n{"kind":"wallet.exported"}';

/** Puts one more preview under the page's own; what it tells is in `told`. */
const embed = (page, attributes) =>
  page.evaluate((given) => {
    const preview = document.createElement("hooksieve-preview");
    for (const [name, value] of Object.entries(given)) preview.setAttribute(name, value);
    globalThis.told = [];
    preview.addEventListener("change", ({ detail }) => globalThis.told.push(detail));
    document.body.append(preview);
  }, attributes);

const workers = async (page, many) => {
  const until = Date.now() + 5000;
  while (page.workers().length !== many && Date.now() < until) await page.waitForTimeout(20);
  assert.equal(page.workers().length, many, "workers");
};

export async function embedded({ open }) {
  const page = await open();
  await embed(page, { id: "second", config: CONFIG, events: EVENTS });
  const second = page.locator("#second");
  await reads(second.locator("#count"), "1 of 2 events fires");
  await reads(page.locator("#hooksieve #count"), "9 of 24 events fire");
  // Set from outside: compared with what was given first.
  await page.evaluate((config) => {
    const preview = document.querySelector("#second");
    preview.pinned = preview.config;
    preview.config = config.replace("created", "exported");
  }, CONFIG);
  await reads(second.locator("#edit"), "Your edit gained 1, lost 1.");
  const told = await page.evaluate(() => globalThis.told.at(-1));
  const { config, ...counts } = told;
  assert.match(config, /wallet\.exported/);
  const expected = { valid: true, fired: 1, total: 2, changed: 2, undecidable: 0, gained: 1, lost: 1 };
  assert.deepEqual(counts, expected);
  // Keys and pastes are its own only within it.
  await second.locator("#list").focus();
  await page.keyboard.press("/");
  assert.ok(await second.locator("#find").evaluate((input) => input.matches(":focus")));
  // Moved it goes on; taken out its worker ends; put back it shows the same.
  await workers(page, 2);
  await page.evaluate(() => document.body.prepend(document.querySelector("#second")));
  await page.waitForTimeout(50);
  await reads(second.locator("#edit"), "Your edit gained 1, lost 1.");
  await page.evaluate(() => {
    globalThis.kept = document.querySelector("#second");
    globalThis.kept.remove();
  });
  await workers(page, 1);
  await page.evaluate(() => document.body.append(globalThis.kept));
  await reads(second.locator("#edit"), "Your edit gained 1, lost 1.");
}

export async function mounted({ open }) {
  const page = await open();
  for (let at = 0; at < 25; at += 1) {
    await embed(page, { id: `preview-${at}`, config: CONFIG, events: EVENTS });
    await reads(page.locator(`#preview-${at} #count`), "1 of 2 events fires");
    await page.evaluate((id) => document.getElementById(id).remove(), `preview-${at}`);
  }
  await workers(page, 1);
}

export async function dressed({ open, shoot }) {
  const page = await open({ colorScheme: "light" });
  await page.evaluate(() => {
    const { style } = document.documentElement;
    style.setProperty("--hooksieve-accent", "rgb(180, 40, 120)");
  });
  await embed(page, { id: "second", theme: "dark", config: CONFIG, events: EVENTS });
  await reads(page.locator("#second #count"), "1 of 2 events fires");
  const look = (selector, name) =>
    page.locator(selector).evaluate((element, property) => getComputedStyle(element)[property], name);
  assert.equal(await look("#second #count b", "color"), "rgb(180, 40, 120)");
  assert.notEqual(
    await look("#second .pane >> nth=0", "backgroundColor"),
    await look("#hooksieve .pane >> nth=0", "backgroundColor"),
  );
  await page.locator("#second").scrollIntoViewIfNeeded();
  await shoot(page, "embedded");
}
