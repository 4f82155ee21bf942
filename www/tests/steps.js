// What the steps of several files do.

import assert from "node:assert/strict";

/** Waits until a locator's text is what is expected. */
export async function reads(locator, expected, patience = 5000) {
  const isIt = (text) => (expected instanceof RegExp ? expected.test(text) : text === expected);
  const until = Date.now() + patience;
  let text = "";
  while (Date.now() < until) {
    text = await locator.innerText();
    if (isIt(text)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const told = await locator.page().locator("#notice").first().innerText();
  assert.fail(`"${text}" instead of ${expected}${told && `; the page says "${told}"`}`);
}

/** Puts the cursor behind a text of the configuration. */
export async function cursorBehind(page, text) {
  const line = page.locator("#config .cm-line", { hasText: text });
  await line.click();
  await page.keyboard.press("End");
}

/** Puts a configuration in the place of the one that is there, as a person pastes it. */
export async function pasteConfig(page, text) {
  await page.locator("#config .cm-content").click();
  await page.keyboard.press("Control+a");
  await page.evaluate((words) => navigator.clipboard.writeText(words), text);
  await page.keyboard.press("Control+v");
}

/** Opens a file of events: a path, or a name with bytes. */
export async function openFile(page, file) {
  await page.getByRole("button", { name: "Your events…" }).click();
  await page.locator("#intake-file").setInputFiles(file);
}
