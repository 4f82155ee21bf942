// The whole journey without a mouse: nothing is clicked here.

import assert from "node:assert/strict";
import { focus } from "./browser.js";
import { reads } from "./steps.js";

/** More stops than the page has. */
const STOPS = 80;

/** Presses Tab until something has the focus. */
async function tabTo(page, isThere, key = "Tab") {
  for (let stop = 0; stop < STOPS; stop += 1) {
    await page.keyboard.press(key);
    if (isThere(await focus(page))) return;
  }
  assert.fail(`no way there by ${key}`);
}

const on = (id) => (ids) => ids.at(-1) === id;
/** An editor's text, which is in a tree of its own. */
const within = (id) => (ids) => ids.includes(id) && ids.at(-1) !== id;

const press = async (page, ...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};

export async function journeyByKeyboard({ open }) {
  const page = await open();
  // A letter less in an event type, mended where the cursor is.
  await tabTo(page, within("config"));
  await press(page, "Control+Home", ...Array(4).fill("ArrowDown"), "End");
  await press(page, "ArrowLeft", "ArrowLeft", "Backspace");
  await reads(page.locator("#edit"), /^Your edit lost \d+\.$/);
  await reads(page.locator("#problems"), /wallet\.transfer\.requeste"/);
  await press(page, "Control+.");
  await reads(page.locator("#count"), "9 of 24 events fire");
  // Out of the editor, to an event that does not fire, to its reasons and its fix.
  await tabTo(page, on("list"));
  await press(page, "Home", "j", "j", "ArrowDown", "ArrowDown", "ArrowDown");
  await reads(page.locator("#why .sentence").first(), /"policy\.approval\.pending" is not in events/);
  await tabTo(page, (ids) => ids.at(-1) === "fix");
  await press(page, "Enter");
  await reads(page.locator("#edit"), /^Your edit gained \d+\.$/);
  await reads(page.locator("#why .outcome").first(), "fires");
  // What changed, then pinned.
  await tabTo(page, on("pin"), "Shift+Tab");
  await press(page, "Enter");
  await reads(page.locator("#edit"), /^As pinned/);
  // Another provider's configuration, with a secret.
  const config = {
    subscriptionId: "123e4567-e89b-12d3-a456-426614174000",
    eventTypes: ["onchain.activity.detected"],
    isEnabled: true,
    secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    target: { url: "https://api.example.com/" },
  };
  await page.evaluate((text) => navigator.clipboard.writeText(text), JSON.stringify(config, null, 2));
  await tabTo(page, within("config"));
  await press(page, "Control+a", "Control+v");
  await reads(page.locator("#dialect option:checked"), /^Coinbase CDP.*\(detected\)$/);
  assert.equal(await page.locator("#config .cm-masked").count(), 1);
  await tabTo(page, on("reveal"), "Shift+Tab");
  await press(page, "Space");
  assert.equal(await page.locator("#config .cm-masked").count(), 0);
  await tabTo(page, on("dialect"));
  await press(page, "ArrowDown");
  await reads(page.locator("#dialect option:checked"), /^(?!.*detected)/);
  // Own events, through the dialog.
  await tabTo(page, on("add"));
  await press(page, "Enter");
  await page.keyboard.type('{"kind":"wallet.created"}');
  await tabTo(page, (ids) => ids.at(-1) === "primary");
  await press(page, "Enter");
  await reads(page.locator("#notice").first(), "1 event read from one event.");
  // A link to it.
  await tabTo(page, on("share"), "Shift+Tab");
  await press(page, "Enter");
  await reads(page.locator("#notice").first(), /^Link copied/);
}

/** What is pressed may be gone after it: the focus stays near, not at the top of the page. */
export async function focusStays({ open }) {
  const page = await open();
  const stays = async (id) => {
    await page.waitForTimeout(300);
    assert.ok((await focus(page)).includes(id), (await focus(page)).join(" "));
  };
  for (const name of ['Add "wallet.created" to events', "Apply to the configuration", "Try it on this event"]) {
    await tabTo(page, on("list"));
    await press(page, "End", "Home");
    await reads(page.locator("#why .sentence").first(), /"wallet\.created" is not in events/);
    await page.getByRole("button", { name }).focus();
    await press(page, "Enter");
    await reads(page.locator("#why .outcome").first(), "fires");
    await stays("why");
    await page.locator(name.startsWith("Try") ? "#event .cm-content" : "#config .cm-content").press("Control+z");
    await reads(page.locator("#why .outcome").first(), "does not fire");
  }
  await page.locator("#config .cm-line", { hasText: '"wallet.transfer.requested"' }).click();
  await press(page, "End", "ArrowLeft", "ArrowLeft", "Backspace");
  await page.locator("#problems .fix").first().waitFor();
  await page.waitForTimeout(400);
  await page.locator("#problems .fix").first().focus();
  await press(page, "Enter");
  await page.locator("#problems").waitFor({ state: "hidden" });
  await stays("config");
}

/** Every stop can be seen, and the way round ends where it began. */
export async function stops({ open }) {
  const page = await open();
  const seen = [];
  for (let stop = 0; stop < STOPS; stop += 1) {
    await page.keyboard.press("Tab");
    const ids = await focus(page);
    if (ids.length === 1 && ids[0] === "") break;
    seen.push(ids.at(-1));
    const isSeen = await page.evaluate(() => {
      let at = document.activeElement;
      while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      if (at.classList.contains("cm-content")) return true;
      const shown = at.matches("input[type=file]") ? at.nextElementSibling : at;
      const { outlineStyle, outlineWidth } = getComputedStyle(shown);
      return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
    });
    assert.ok(isSeen, `${ids.join(" ")} has the focus and does not show it`);
  }
  for (const id of ["skip", "share", "dialect", "find", "add", "list", "why"]) {
    assert.ok(seen.includes(id), `no way to ${id}: ${seen.join(", ")}`);
  }
  assert.ok(seen.length < STOPS, "the way round does not end");
}

/** The link at the top leads past everything to the events. */
export async function skipLink({ open }) {
  const page = await open();
  await page.keyboard.press("Tab");
  assert.deepEqual(await focus(page), ["skip"]);
  await page.keyboard.press("Enter");
  assert.equal((await focus(page)).at(-1), "list");
}
