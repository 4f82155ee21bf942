// The page's tests, in a real browser, on what `npm run build` wrote. Names of steps choose
// among them. Screenshots go to `shots/`.

import { mkdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { start } from "./browser.js";
import * as element from "./element.js";
import * as events from "./events.js";
import * as form from "./form.js";
import * as journey from "./journey.js";
import * as keyboard from "./keyboard.js";
import * as looks from "./looks.js";
import * as offline from "./offline.js";
import * as privacy from "./private.js";
import * as scale from "./scale.js";

const shots = fileURLToPath(new URL("../shots/", import.meta.url));
const asked = process.argv.slice(2);
if (asked.length === 0) rmSync(shots, { recursive: true, force: true });
mkdirSync(shots, { recursive: true });

const steps = Object.entries({
  ...journey,
  ...form,
  ...events,
  ...keyboard,
  ...privacy,
  ...offline,
  ...scale,
  ...element,
  ...looks,
});
const unknown = asked.filter((name) => !steps.some(([known]) => known === name));
if (unknown.length > 0) throw new Error(`there is no step ${unknown.join(", ")}`);

const browser = await start();
const shoot = (page, name, options) => page.screenshot({ path: `${shots}${name}.png`, ...options });
const failed = [];
for (const [name, step] of steps) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const started = performance.now();
  let told = "";
  browser.complaints.length = 0;
  try {
    const { open, host } = browser;
    told = (await step({ open, host, shoot })) ?? "";
    if (browser.complaints.length > 0 && step.mayComplain !== true) {
      throw new Error(browser.complaints.join("\n"));
    }
  } catch (fault) {
    failed.push(name);
    browser.host.isDown = false;
    told = `FAILED\n${fault?.stack ?? fault}\n${browser.complaints.join("\n")}`;
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${name.padEnd(16)} ${seconds.padStart(5)} s  ${told}`);
}
await browser.stop();
if (failed.length > 0) {
  console.log(`failed: ${failed.join(", ")}`);
  process.exitCode = 1;
}
