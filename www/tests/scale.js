// Many events: how fast verdicts follow a key, what a hundred thousand do to the page, what
// happens to what takes too long.

import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compare, load } from "../../pkg/node.js";
import { longestTask } from "./trace.js";
import { cursorBehind, openFile, pasteConfig, reads } from "./steps.js";

/** Milliseconds from a key to the verdicts of a thousand events of 2 kB on the page, p95, on a calm core. */
const PROMPT = 50;

/** Rounds of keys. Others that use the machine disturb, none helps: the best round counts. */
const ROUNDS = 5;

/** Milliseconds of work in one go that the page is held up by, on a calm core. */
const SMOOTH = 50;

/** Milliseconds of the fixed piece of work on a calm core. */
const CALM = 5;

const item = (at) => ({ id: `item-${at}`, amount: at * 1000 + 0.5, isFinal: at % 2 === 0, memo: null });

/** Milliseconds between two keys of somebody who types fast. */
const GAP = 80;

/** Types keys, and how long each took until the verdicts of it were drawn: the best round. */
async function timed(page, headlines, many) {
  await page.evaluate(() => {
    let pressed = 0;
    const root = document.querySelector("hooksieve-preview").shadowRoot;
    const headline = root.getElementById("count");
    document.addEventListener("keydown", () => (pressed = performance.now()), { capture: true });
    const answers = [];
    let heard = () => {};
    new MutationObserver(() => {
      answers.push([performance.now() - pressed, headline.textContent]);
      heard();
    }).observe(headline, { childList: true });
    // Answers are kept: a key may be answered before the page hears that it is waited for.
    globalThis.answerTo = (key) =>
      new Promise((resolve, reject) => {
        heard = () => answers.length > key && resolve(answers[key]);
        heard();
        setTimeout(() => reject(new Error(`key ${key} was not answered`)), 10_000);
      });
  });
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const times = [];
    for (let at = 0; at < many; at += 1) {
      await page.keyboard.press(at % 2 ? "Backspace" : "x");
      const key = round * many + at;
      const [time, headline] = await page.evaluate((one) => globalThis.answerTo(one), key);
      assert.equal(headline, headlines[at % 2]);
      times.push(time);
      await page.waitForTimeout(GAP);
    }
    times.sort((a, b) => a - b);
    const [median, p95] = [0.5, 0.95].map((part) => times[Math.floor(times.length * part)]);
    rounds.push({ median, p95 });
    if (p95 <= PROMPT) break;
  }
  return rounds.reduce((best, round) => (round.p95 < best.p95 ? round : best));
}

export async function atOnce({ open }) {
  const page = await open();
  const events = Array.from({ length: 1000 }, (_, at) =>
    JSON.stringify({
      id: `whe-${at}`,
      kind: at % 2 ? "wallet.created" : "policy.triggered",
      date: "2026-01-01T00:00:00.000Z",
      data: { items: Array.from({ length: 33 }, (_, index) => item(index)) },
    }),
  );
  const bytes = Buffer.from(events.join("\n"));
  assert.ok(bytes.length > 2_000_000, `${bytes.length} bytes`);
  await openFile(page, { name: "e.ndjson", mimeType: "application/x-ndjson", buffer: bytes });
  await reads(page.locator("#count"), "500 of 1,000 events fire");
  await cursorBehind(page, '"policy.triggered"');
  await page.keyboard.press("ArrowLeft");
  const headlines = ["0 of 1,000 events fire", "500 of 1,000 events fire"];
  const { median, p95 } = await timed(page, headlines, 40);
  const told = `key to verdicts, 1,000 events of 2 kB: median ${median.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`;
  const slow = await slowness(page);
  assert.ok(p95 <= PROMPT * slow, `${told}, on a machine ${slow.toFixed(2)} times as slow`);
  return told;
}

const MANY = 100_000;
const KINDS = ["wallet.transfer.confirmed", "wallet.created", "policy.triggered", "key.created"];

const subscription = (at) => ({
  id: `s${at}`,
  events: at % 3 ? ["wallet.transfer.*"] : ["policy.*", "key.created"],
  labels: { env: at % 2 ? "prod" : "staging" },
  conditions: [{ key: "amount", condition: "gte", value: String(at * 100) }],
  target: { url: `https://api.example.com/${at}` },
});

/** A hundred thousand events in a file. */
function manyEvents() {
  const lines = Array.from({ length: MANY }, (_, at) =>
    JSON.stringify({
      id: `whe-${at}`,
      type: KINDS[at % 4],
      labels: { env: at % 5 ? "prod" : "staging" },
      data: { amount: at % 12_000, items: Array.from({ length: 8 }, (_, index) => item(index)) },
    }),
  );
  const path = join(tmpdir(), `hooksieve-events-${process.pid}.ndjson`);
  writeFileSync(path, lines.join("\n"));
  return { path, lines };
}

/** How many times as long as on a calm core the page takes for a fixed piece of work, at least 1. */
async function slowness(page) {
  const middle = await page.evaluate(() => {
    const list = Array.from({ length: 20_000 }, (_, at) => ({ id: `id-${at}`, at, tags: ["a", "b"] }));
    const times = Array.from({ length: 9 }, () => {
      const started = performance.now();
      JSON.parse(JSON.stringify(list));
      return performance.now() - started;
    });
    return times.sort((a, b) => a - b)[4];
  });
  return Math.max(1, middle / CALM);
}

export async function hundredThousand({ open, shoot }) {
  const page = await open();
  const subscriptions = Array.from({ length: 100 }, (_, at) => subscription(at));
  await pasteConfig(page, JSON.stringify(subscriptions, null, 1));
  await reads(page.locator("#cost"), /^100 subscriptions/);
  const { path, lines } = manyEvents();
  try {
    const { longest, result } = await longestTask(page, async () => {
      const started = performance.now();
      await openFile(page, path);
      await page.locator("#working").waitFor();
      await shoot(page, "working");
      await reads(page.locator("#count"), /^[1-9][\d,]* of 100,000 events fire/, 60_000);
      const loaded = performance.now() - started;
      // Typed faster than it can be answered: what is seen in the end is of the last key.
      await page.getByRole("button", { name: "Pin this version" }).click();
      await page.locator("#config .cm-content").focus();
      await page.keyboard.press("Control+Home");
      for (let line = 0; line < 5; line += 1) await page.keyboard.press("ArrowDown");
      await page.keyboard.press("End");
      await page.keyboard.press("ArrowLeft");
      for (const key of "xyz") await page.keyboard.press(key);
      await page.keyboard.press("Backspace");
      await page.keyboard.press("Backspace");
      await reads(page.locator("#edit"), /^Your edit lost [\d,]+: s0 −[\d,]+/, 60_000);
      await reads(page.locator("#reasons"), /^Why [\d,]+ events do not fire\n/, 60_000);
      await page.locator("#find").fill("whe-9999");
      await page.locator("#list").focus();
      await page.keyboard.press("End");
      await page.locator("#event-99999").waitFor();
      return loaded;
    });
    const edit = await page.locator("#edit").innerText();
    const told =
      `${MANY.toLocaleString("en")} events × 100 subscriptions in ${result.toFixed(0)} ms, ` +
      `longest task of the page ${longest.toFixed(1)} ms`;
    const slow = await slowness(page);
    assert.ok(longest <= SMOOTH * slow, `${told}, on a machine ${slow.toFixed(2)} times as slow`);
    // The package counts the same.
    await load();
    const edited = subscriptions.with(0, { ...subscriptions[0], events: ["policy.*", "key.createdx"] });
    const events = lines.join("\n");
    const text = await page.locator("#config .cm-content").innerText();
    assert.match(text, /"key\.createdx"/);
    const { lost, gained } = compare(subscriptions, edited, { events });
    assert.equal(gained, 0);
    assert.equal(edit, `Your edit lost ${lost.toLocaleString("en")}: s0 −${lost}.`);
    return told;
  } finally {
    rmSync(path);
  }
}

export async function cancelled({ open }) {
  const page = await open();
  const { path } = manyEvents();
  try {
    await openFile(page, path);
    await page.getByRole("button", { name: "Cancel", exact: true }).click();
    await reads(page.locator("#notice"), /^Reading was cancelled/);
    await reads(page.locator("#count"), "9 of 24 events fire");
    assert.equal(await page.locator("#working").isVisible(), false);
    // All works as before.
    await page.locator("#list .row").nth(3).click();
    await page.locator('#why .verdict[data-outcome="fires"]').waitFor();
  } finally {
    rmSync(path);
  }
}

/** A worker that hangs is ended; another one knows what it knew. */
export async function hung({ open }) {
  const page = await open();
  const [worker] = page.workers();
  worker.evaluate(() => {
    for (;;);
  }).catch(() => {});
  await page.waitForTimeout(100);
  await cursorBehind(page, '"wallet.transfer.requested"');
  for (const key of ["ArrowLeft", "ArrowLeft", "Backspace"]) await page.keyboard.press(key);
  await reads(page.locator("#notice"), /gave no answer for 5 seconds and was started anew/, 15_000);
  await reads(page.locator("#count"), "9 of 24 events fire");
  await page.keyboard.press("End");
  await page.keyboard.type(" ");
  await reads(page.locator("#edit"), /^Your edit lost \d+\.$/);
}
