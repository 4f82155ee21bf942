// The page without a network, and from one version to the next.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dist } from "./browser.js";
import { reads } from "./steps.js";

/** Waits until the page's files are kept. */
const kept = (page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    while (navigator.serviceWorker.controller === null) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return await caches.keys();
  });

export async function offlineReload({ open, host }) {
  const page = await open();
  await kept(page);
  host.isDown = true;
  try {
    await page.reload();
    await reads(page.locator("#count"), "9 of 24 events fire");
    // Also with what a link holds, and with the worker and its module.
    await page.selectOption("#sample", "ark");
    await page.locator("#why .verdict").first().waitFor();
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.locator("#notice", { hasText: "Link copied" }).waitFor();
    const headline = await page.locator("#count").innerText();
    await page.reload();
    await reads(page.locator("#count"), headline);
  } finally {
    host.isDown = false;
  }
}
// What the host does not answer is a complaint, and wanted here.
offlineReload.mayComplain = true;

export async function nextVersion({ open, host }) {
  const page = await open();
  const [before] = await kept(page);
  assert.match(before, /^hooksieve http:.*\/some\/where\/ [0-9a-f]{16}$/);
  const script = readFileSync(`${dist}service-worker.js`, "utf8");
  host.instead.set("service-worker.js", script.replace(/VERSION = "\w+"/, 'VERSION = "next"'));
  const html = readFileSync(`${dist}index.html`, "utf8");
  host.instead.set("index.html", html.replace('lang="en"', 'lang="en" data-version="next"'));
  try {
    // The newest page at once, not the kept one.
    await page.reload();
    await reads(page.locator("#count"), "9 of 24 events fire");
    const version = () => page.evaluate(() => document.documentElement.dataset.version);
    assert.equal(await version(), "next");
    const names = await page.evaluate(async () => {
      const until = performance.now() + 5000;
      let found = [];
      while (performance.now() < until && !found.some((name) => name.endsWith(" next"))) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        found = await caches.keys();
      }
      return found;
    });
    assert.equal(names.length, 2);
    assert.ok(names[1].endsWith(" next"));
    await page.waitForTimeout(200);
    host.isDown = true;
    await page.reload();
    await reads(page.locator("#count"), "9 of 24 events fire");
    assert.equal(await version(), "next");
  } finally {
    host.isDown = false;
    host.instead.clear();
  }
}
nextVersion.mayComplain = true;
