// Waiting for what a page says.

import assert from "node:assert/strict";

/** Waits until a locator's text is what is expected. */
export async function reads(locator, expected) {
  const isIt = (text) => (expected instanceof RegExp ? expected.test(text) : text === expected);
  const until = Date.now() + 5000;
  let text = "";
  while (Date.now() < until) {
    text = await locator.innerText();
    if (isIt(text)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.fail(`"${text}" instead of ${expected}`);
}
