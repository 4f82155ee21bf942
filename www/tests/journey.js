// What a person does on the page, step by step. Every step is on a fresh page.

import assert from "node:assert/strict";
import { focus } from "./browser.js";
import { cursorBehind, reads } from "./steps.js";

const count = (page) => page.locator("#count").innerText();
const edit = (page) => page.locator("#edit").innerText();
const configText = (page) => page.locator("#config .cm-content").innerText();

export async function opensEvaluated({ open }) {
  const page = await open();
  assert.equal(await count(page), "9 of 24 events fire");
  // Of which one is another attempt of one that fires too.
  await reads(page.locator("#fold"), "1 retry folded");
  assert.equal(await page.locator("#list .row").count(), 23);
  assert.equal(await page.locator('#list .row[data-outcome="fires"]').count(), 8);
  await reads(page.locator("#dialect option:checked"), "Dfns webhook (detected)");
  await reads(page.locator("#reasons .because").first(), /event type not listed\s+15/);
  assert.match(await page.title(), /^9 of 24 events fire/);
  assert.equal(await page.locator("#problems").isVisible(), false);
}

export async function everySample({ open }) {
  const page = await open();
  const expected = { dakota: /Dakota/, cdp: /CDP/, ark: /ARK/, hooksieve: /subscriptions? × 11/i };
  for (const [name, words] of Object.entries(expected)) {
    await page.selectOption("#sample", name);
    const where = name === "hooksieve" ? "#cost" : "#dialect option:checked";
    await reads(page.locator(where), words);
    await reads(page.locator("#count"), /^[1-9]\d* of \d+ events fire/);
    await page.locator("#why .verdict").first().waitFor();
  }
}

export async function aLetterLess({ open, shoot }) {
  const page = await open();
  await cursorBehind(page, '"wallet.transfer.requested"');
  for (const key of ["ArrowLeft", "ArrowLeft", "Backspace"]) await page.keyboard.press(key);
  await reads(page.locator("#edit"), /^Your edit lost \d+\.$/);
  await page.locator("#config .cm-lintRange").first().waitFor();
  const lost = Number(/lost (\d+)/.exec(await edit(page))[1]);
  assert.equal(await count(page), `${9 - lost} of 24 events fire`);
  assert.equal(await page.locator("#list .change", { hasText: "was firing" }).count(), lost);
  await page.getByRole("button", { name: /^Changed/ }).click();
  assert.equal(await page.locator("#list .row").count(), lost);
  await reads(page.locator("#why .sentence"), /"wallet\.transfer\.requested" is not in events/);
  await reads(page.locator("#problems"), /wallet\.transfer\.requeste"/);
  await shoot(page, "edited");
  const fix = page.locator("#problems .fix").first();
  assert.match(await fix.innerText(), /wallet\.transfer\.requested/);
  await fix.click();
  await reads(page.locator("#count"), "9 of 24 events fire");
  assert.match(await configText(page), /"wallet\.transfer\.requested"/);
  assert.equal(await page.locator("#problems").isVisible(), false);
  await page.locator("#config .cm-content").press("Control+z");
  await reads(page.locator("#edit"), /lost/);
  // The quick fix by keyboard, where the cursor is.
  await page.locator("#config .cm-line", { hasText: 'requeste"' }).click();
  await page.keyboard.press("Control+.");
  await reads(page.locator("#count"), "9 of 24 events fire");
}

export async function whyNot({ open }) {
  const page = await open();
  await page.locator("#list .row", { hasText: "policy.approval.pending" }).click();
  await reads(page.locator("#why .sentence"), /"policy\.approval\.pending" is not in events/);
  const check = page.locator('#why .check[data-status="fail"]');
  await reads(
    check.locator("dl"),
    /Expected\s+"wallet\.transfer\.requested",[\s\S]*Actual\s+"policy\.approval\.pending"/,
  );
  assert.equal(await page.locator('#why .check[data-status="pass"]').count(), 1);
  await reads(page.locator("#event .cm-place-fail"), '"policy.approval.pending"');
  await check.getByRole("button", { name: "event /kind" }).click();
  const selected = async () => {
    const [, editor, inner] = await focus(page);
    return [editor, inner.includes("cm-content")];
  };
  assert.deepEqual(await selected(), ["event", true]);
  await check.getByRole("button", { name: "configuration /events" }).click();
  assert.deepEqual(await selected(), ["config", true]);
  await check.locator(".fix").click();
  await reads(page.locator("#edit"), /^Your edit gained \d+\.$/);
  await reads(page.locator("#why .outcome"), "fires");
  assert.match(await configText(page), /"policy\.approval\.pending"/);
  await page.getByRole("button", { name: "Pin this version" }).click();
  await reads(page.locator("#edit"), /^As pinned/);
}

export async function brokenJson({ open }) {
  const page = await open();
  await cursorBehind(page, '"status"');
  await page.keyboard.type(" {{");
  await reads(page.locator("#edit"), /cannot be read.*last valid one/);
  assert.equal(await page.locator("#proof").innerText(), "", "proved of what cannot be read");
  assert.equal(await count(page), "9 of 24 events fire");
  await page.locator("#problems .problem").first().waitFor();
  await page.getByRole("button", { name: "Back to pinned" }).click();
  await reads(page.locator("#edit"), /^As pinned/);
}

export async function ownEvents({ open }) {
  const page = await open();
  const event = (id, kind) => ({ id, kind, date: "2026-01-01T00:00:00.000Z", data: {} });
  const [one, two] = [event("a", "policy.triggered"), event("b", "wallet.created")];
  const texts = {
    NDJSON: `${JSON.stringify(one)}\n${JSON.stringify(two)}`,
    "an array": JSON.stringify([one, two], null, 2),
    "a list response": JSON.stringify({ items: [one, two], nextPageToken: "x" }),
    "a log": `10:00 INFO sent ${JSON.stringify(one)}\n10:01 INFO sent ${JSON.stringify(two)}`,
  };
  for (const [form, text] of Object.entries(texts)) {
    await page.getByRole("button", { name: "Your events…" }).click();
    await page.locator("#intake-text").fill(text);
    await page.getByRole("button", { name: "Use these events" }).click();
    await reads(page.locator("#notice"), `2 events read from ${form}.`);
    await reads(page.locator("#count"), "1 of 2 events fires");
  }
  // From the clipboard, onto the page.
  await page.evaluate(() =>
    navigator.clipboard.writeText(
      '{"kind":"policy.triggered"}\nnot JSON\n{"kind":"wallet.created"}',
    ),
  );
  await page.locator("#list").focus();
  await page.keyboard.press("Control+v");
  await reads(page.locator("#count"), "1 of 3 events fires");
  assert.equal(await page.locator('#list .row[data-outcome="undecidable"]').count(), 1);
  // Opened as a file: many, of which only those in view are in the page.
  const many = Array.from({ length: 3000 }, (_, at) =>
    JSON.stringify(event(`e${at}`, at % 3 ? "wallet.created" : "policy.triggered")),
  );
  await page.getByRole("button", { name: "Your events…" }).click();
  await page
    .locator("#intake-file")
    .setInputFiles({
      name: "e.ndjson",
      mimeType: "application/x-ndjson",
      buffer: Buffer.from(many.join("\n")),
    });
  await reads(page.locator("#count"), "1,000 of 3,000 events fire");
  assert.ok((await page.locator("#list .row").count()) < 100);
  await page.locator("#list").focus();
  await page.keyboard.press("End");
  await page.locator("#event-2999").waitFor();
  await reads(page.locator("#reasons .because"), /2,000/);
  await page.locator("#find").fill("e2997");
  assert.equal(await page.locator("#list .row").count(), 1);
}

export async function noEvents({ open }) {
  const page = await open();
  await page.getByRole("button", { name: "Your events…" }).click();
  await page.locator("#intake-text").fill("[]");
  await page.getByRole("button", { name: "Use these events" }).click();
  await reads(page.locator("#notice"), "There is no event in that.");
  await reads(page.locator("#count"), "0 of 0 events fire");
  await reads(page.locator("#why"), /^Choose an event/);
  assert.equal(await page.getByRole("button", { name: "Copy as Markdown" }).isVisible(), false);
  await cursorBehind(page, '"wallet.transfer.requested"');
  for (const key of ["ArrowLeft", "ArrowLeft", "Backspace"]) await page.keyboard.press(key);
  await page.locator("#problems .fix").first().click();
  await reads(page.locator("#edit"), /^As pinned/);
}

export async function providers({ open }) {
  const page = await open();
  await page.selectOption("#sample", "ark");
  await reads(page.locator("#dialect option:checked"), /^ARK.*\(detected\)$/);
  await page.selectOption("#dialect", "ark@core-3");
  await reads(page.locator("#dialect option:checked"), /core-3/);
  await page.locator("#why .verdict").waitFor();
  await page.selectOption("#dialect", "dakota");
  await reads(page.locator("#problems"), /error|warning/);
}

export async function bySubscription({ open }) {
  const page = await open();
  await page.selectOption("#sample", "hooksieve");
  await reads(page.locator("#count"), "7 of 11 events fire");
  // Every event is the audit's once it is on; the editor draws only what is in view.
  await page.locator("#config .cm-scroller").evaluate((scroller) => scroller.scrollTo(0, 1e6));
  const line = page.locator("#config .cm-line", { hasText: '"enabled": false' });
  await line.click();
  await page.keyboard.press("End");
  for (let at = 0; at < 6; at += 1) await page.keyboard.press("Backspace");
  await page.keyboard.type("true,");
  await reads(page.locator("#edit"), "Your edit gained 11: audit +11.");
  await reads(page.locator("#count"), "11 of 11 events fire");
}

export async function droppedFiles({ open }) {
  const page = await open();
  const drop = (selector, text) =>
    page.locator(selector).evaluate((target, words) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([words], "dropped.json"));
      const over = { dataTransfer, bubbles: true, cancelable: true, composed: true };
      target.dispatchEvent(new DragEvent("drop", over));
    }, text);
  await drop("#list", '[{"kind":"policy.triggered"}]');
  await reads(page.locator("#count"), "1 of 1 event fires");
  await drop(
    "#config",
    '{"url":"https://api.example.com/","events":["wallet.created"],"status":"Enabled"}',
  );
  await reads(page.locator("#count"), "0 of 1 event fires");
  await reads(page.locator("#edit"), /lost 1/);
}

export async function completion({ open, shoot }) {
  const page = await open();
  await page
    .locator("#config .cm-line", { hasText: "policy.triggered" })
    .getByText("policy.triggered")
    .hover();
  await reads(page.locator("#config .cm-meaning b"), "policy.triggered");
  assert.ok((await page.locator("#config .cm-meaning p").innerText()).length > 5);
  await cursorBehind(page, '"policy.triggered"');
  await page.keyboard.type(', "wallet.cr');
  await page.locator("#config .cm-completionLabel", { hasText: "wallet.created" }).waitFor();
  await page.waitForTimeout(200);
  await shoot(page, "completion");
  await page.keyboard.press("Enter");
  await reads(page.locator("#edit"), /^Your edit gained \d+\.$/);
}

export async function byKeyboard({ open }) {
  const page = await open();
  await page.keyboard.press("/");
  await page.keyboard.type("signature");
  await reads(page.locator("#list .row").first(), /signature/);
  for (let at = 0; at < 12; at += 1) {
    await page.keyboard.press("Tab");
    if ((await focus(page)).at(-1) === "list") break;
  }
  await page.keyboard.press("j");
  await reads(page.locator("#why .sentence"), /signature/);
  const active = await page.locator("#list").getAttribute("aria-activedescendant");
  assert.equal(await page.locator(`#${active}`).getAttribute("aria-selected"), "true");
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  await page.keyboard.press("Escape");
  assert.equal((await focus(page)).at(-1), "list");
  // Tab leaves the editor again.
  await page.locator("#config .cm-content").focus();
  await page.keyboard.press("Tab");
  assert.ok(!(await focus(page)).includes("config"));
}
