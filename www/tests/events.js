// The events as a person works with them: tried out, folded, over time, near misses; what an
// edit changes; copies for elsewhere. Every step is on a fresh page.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { reads } from "./steps.js";

const copied = (page) => page.evaluate(() => navigator.clipboard.readText());

async function take(page, events) {
  await page.getByRole("button", { name: "Your events…" }).click();
  await page.locator("#intake-text").fill(events);
  await page.getByRole("button", { name: "Use these events" }).click();
}

export async function editedEvent({ open }) {
  const page = await open();
  await reads(page.locator("#why .sentence"), /"wallet\.created" is not in events/);
  await reads(page.locator("#event-state"), "edit it to try");
  const kind = page.locator("#event .cm-line", { hasText: '"kind"' });
  await kind.click();
  await page.keyboard.press("End");
  for (let at = 0; at < 17; at += 1) await page.keyboard.press("Backspace");
  await page.keyboard.type('"policy.triggered');
  await page.keyboard.press("End");
  await page.keyboard.type(",");
  await reads(page.locator("#why .outcome"), "fires");
  await reads(page.locator("#count"), "10 of 24 events fire");
  await reads(page.locator("#list .row").first(), /policy\.triggered/);
  await reads(page.locator("#event-state"), "edited here");
  // The verdict of the pinned configuration follows too: the edit is none of the configuration.
  await reads(page.locator("#edit"), /^As pinned/);
  // Another event and back: the edited text is there as it was written.
  await page.locator("#list .row").nth(1).click();
  await reads(page.locator("#event-state"), "edit it to try");
  await page.locator("#list .row").first().click();
  await page.locator("#event .cm-line", { hasText: '"kind": "policy.triggered",' }).waitFor();
  // Broken, it is undecidable, and nothing else changes.
  await kind.click();
  await page.keyboard.press("End");
  await page.keyboard.type("}");
  await reads(page.locator("#why .outcome"), "undecidable");
  await reads(page.locator("#count"), "9 of 24 events fire");
  await page.keyboard.press("Control+z");
  await reads(page.locator("#count"), "10 of 24 events fire");
  // Empty, it is still one event of as many.
  await page.locator("#event .cm-content").press("Control+a");
  await page.keyboard.press("Delete");
  await reads(page.locator("#count"), "9 of 24 events fire");
  assert.equal(await page.locator('#list .row[data-outcome="undecidable"]').count(), 1);
}

export async function foldedRetries({ open }) {
  const page = await open();
  const rows = page.locator("#list .row");
  const fold = page.locator("#fold");
  await reads(fold, "1 retry folded");
  assert.equal(await rows.count(), 23);
  await reads(page.locator("#count"), "9 of 24 events fire");
  const first = rows.filter({ hasText: "2 attempts" });
  await reads(first, /wallet\.transfer\.confirmed/);
  await fold.click();
  assert.equal(await rows.count(), 24);
  assert.equal(await fold.getAttribute("aria-pressed"), "false");
  await fold.click();
  assert.equal(await rows.count(), 23);
  // A further attempt with another verdict is told by itself.
  const event = (kind, more) => JSON.stringify({ id: "whe-1", kind, data: {}, ...more });
  const retry = { id: "whe-2", retryOf: "whe-1", deliveryAttempt: 2 };
  await take(page, [event("wallet.created"), event("policy.triggered", retry)].join("\n"));
  await reads(page.locator("#count"), "1 of 2 events fires");
  await reads(fold, "1 retry folded");
  assert.equal(await rows.count(), 2);
  await reads(rows.nth(1), /retry/);
}

export async function overTime({ open, shoot }) {
  const page = await open();
  const picture = page.locator("#timeline svg");
  await picture.waitFor();
  assert.match(await picture.getAttribute("aria-label"), /^Events per minute, .*: 9 of 24 fire/);
  const count = (kind) => picture.locator(`rect.${kind}`).count();
  assert.ok((await count("fires")) > 0 && (await count("against")) > 0);
  // The same numbers as a table.
  await page.getByRole("button", { name: "Show the numbers as a table" }).click();
  const cells = await page
    .locator("#timeline tbody tr")
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll("td")].map((cell) => Number(cell.textContent))),
    );
  const sum = (place) => cells.reduce((all, row) => all + row[place], 0);
  assert.deepEqual([sum(0), sum(1), sum(2)], [9, 15, 0]);
  await shoot(page, "timeline-table");
  const back = page.getByRole("button", { name: "Show the picture" });
  await back.click();
  await picture.waitFor();
  // An edit is seen in it.
  await page.getByRole("button", { name: "Form", exact: true }).click();
  await page.locator("#form-enabled").uncheck();
  await reads(page.locator("#count"), "0 of 24 events fire");
  assert.equal(await count("fires"), 0);
  // Without dates there is none.
  await take(page, '{"kind":"wallet.created"}\n{"kind":"policy.triggered"}');
  await reads(page.locator("#count"), "0 of 2 events fire");
  await page.locator("#timeline").waitFor({ state: "hidden" });
}

export async function nearMisses({ open, shoot }) {
  const page = await open();
  await page.selectOption("#sample", "hooksieve");
  await reads(page.locator("#count"), "7 of 11 events fire");
  await page.locator("#list .row").nth(1).click();
  await reads(page.locator("#why .blocked p"), "fires 0 · does not fire 5");
  await reads(
    page.locator("#why .blocked ul"),
    /event type not listed\s*2[\s\S]*condition false\s*2[\s\S]*disabled\s*1/,
  );
  const misses = page.locator("#why details");
  await reads(misses.first().locator("summary"), /big-transfers\s*1 check to go/);
  await reads(
    misses.first().locator(".changes"),
    /`transferRequest\.requestBody\.amount` would have to be at least/,
  );
  await reads(
    misses.first().locator(".way").nth(1),
    /change the event\s*\/body\/data\/transferRequest\/requestBody\/amount: "\d+" →\s*becomes\s*"\d+"/,
  );
  await reads(misses.first().locator(".way").first(), /change the subscription\s*\/0\/conditions\/0\/value: /);
  assert.equal(await misses.first().getAttribute("open"), "");
  await misses.nth(1).locator("summary").click();
  await misses
    .nth(1)
    .getByRole("button", { name: /^configuration/ })
    .last()
    .click();
  await page.locator("#config .cm-place-fail").first().waitFor();
  await shoot(page, "near");
}

export async function compared({ open, shoot }) {
  const page = await open();
  await page.selectOption("#sample", "hooksieve");
  await reads(page.locator("#count"), "7 of 11 events fire");
  await page.getByRole("button", { name: "Form", exact: true }).click();
  await page.selectOption("#form-subscription", "4");
  await page.locator("#form-enabled").check();
  await page.selectOption("#form-subscription", "0");
  await page.locator("#form-enabled").uncheck();
  await reads(page.locator("#edit"), /gained 11, lost 3/);
  await page.getByRole("button", { name: "Compare…" }).click();
  const dialog = page.getByRole("dialog", { name: "Pinned against edited" });
  await reads(dialog.locator("p").first(), "Over 11 events: 11 deliveries gained, 3 lost.");
  const row = (id) => dialog.locator("tbody tr", { hasText: id });
  await reads(row("audit"), /audit\s*\+11\s*0\s*wider: fires for more/);
  await reads(row("big-transfers"), /big-transfers\s*0\s*−3\s*narrower: fires for fewer/);
  await reads(dialog.locator('.diff [data-kind="added"]').last(), /"enabled": true/);
  await shoot(page, "compare");
  await page.keyboard.press("Escape");
  // A secret that differs is not shown.
  const config = (secret) =>
    JSON.stringify({ id: "a", events: ["t"], target: { url: "https://a.example.com", secret } });
  await page.evaluate(
    ([before, after]) => {
      const preview = document.querySelector("hooksieve-preview");
      preview.open({ config: after, pinned: before, events: '{"type":"t"}', dialect: "" });
    },
    [config("whsec_old-one"), config("whsec_new-one")],
  );
  await reads(page.locator("#count"), "1 of 1 event fires");
  await page.getByRole("button", { name: "Compare…" }).click();
  await reads(dialog, /Only hidden secrets differ/);
  assert.ok(!(await dialog.innerText()).includes("one"));
}

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

export async function copies({ open, shoot }) {
  const page = await open();
  const copy = async (name) => {
    await page.locator("#copy-menu summary").click();
    if (name === "The provider’s update call") await shoot(page, "copy-menu");
    await page.locator("#copy-ways").getByRole("button", { name }).click();
    assert.equal(await page.locator("#copy-menu").getAttribute("open"), null);
  };
  await copy("The provider’s update call");
  await reads(page.locator("#notice"), /^Update call copied; credentials are shell variables/);
  const dfns = await copied(page);
  assert.match(dfns, /^curl --request PUT "https:\/\/api\.dfns\.io\/webhooks\/wh-5s1g5-/);
  assert.match(dfns, /--header "Authorization: Bearer \$DFNS_TOKEN"/);
  const body = JSON.parse(/--data '([\s\S]*)'$/.exec(dfns)[1]);
  // What the server keeps is not sent back.
  assert.deepEqual(Object.keys(body), ["url", "events", "status", "description"]);
  await copy("A command for the terminal");
  await reads(page.locator("#notice"), /^Command copied/);
  const command = await copied(page);
  assert.match(command, /^cat > webhook\.json <<'END'\n\{/);
  assert.match(command, /\nhooksieve explain -c webhook\.json event\.json\n$/);

  // A test that passes as it is.
  await copy("A test in TypeScript");
  await reads(page.locator("#notice"), /^Test copied/);
  runTest(await copied(page), "wallet.created fires nothing");
  await page.selectOption("#sample", "hooksieve");
  await reads(page.locator("#count"), "7 of 11 events fire");
  await page.locator("#list .row", { hasText: "policy.triggered" }).click();
  await reads(page.locator("#why .blocked p"), /fires 1/);
  await copy("A test in TypeScript");
  runTest(await copied(page), "policy.triggered fires trouble");

  // Only what the provider's call takes, of what was edited; quotes survive the shell.
  await page.selectOption("#sample", "dakota");
  await page.getByRole("button", { name: "Form", exact: true }).click();
  await page.locator("#form-global").check();
  await reads(page.locator("#edit"), /gained/);
  await copy("The provider’s update call");
  await reads(page.locator("#notice"), /^Update call copied/);
  const dakota = await copied(page);
  assert.match(
    dakota,
    /^curl --request PATCH "https:\/\/api\.platform\.dakota\.xyz\/webhooks\/targets\/1NF/,
  );
  const patch = JSON.parse(/--data '([\s\S]*)'$/.exec(dakota)[1]);
  assert.deepEqual(Object.keys(patch), ["global", "event_types"]);
  await copy("A command for the terminal");
  assert.match(await copied(page), /\nhooksieve compare pinned\.json webhook\.json event\.json\n$/);

  await page.getByRole("button", { name: "Text", exact: true }).click();
  await page.evaluate((secret) => {
    const config = JSON.stringify({
      subscriptionId: "123e4567-e89b-12d3-a456-426614174000",
      eventTypes: ["onchain.activity.detected"],
      isEnabled: true,
      description: "it's $HOME",
      labelKey: "env",
      labelValue: "prod",
      target: { url: "https://a.example.com", headers: { Authorization: `Bearer ${secret}` } },
    });
    document.querySelector("hooksieve-preview").config = config;
  }, SECRET);
  await reads(page.locator("#dialect option:checked"), "Coinbase CDP subscription (detected)");
  await copy("The provider’s update call");
  await reads(page.locator("#notice"), /Secrets were taken out/);
  const cdp = await copied(page);
  assert.ok(!cdp.includes(SECRET), "a secret is copied");
  assert.match(cdp, /it'\\''s \$HOME/);
  // The call replaces all that it is not told again.
  assert.match(cdp, /"labelKey": "env",\s+"labelValue": "prod"/);
  // The native dialect has no provider to call.
  await page.selectOption("#sample", "hooksieve");
  await reads(page.locator("#count"), "7 of 11 events fire");
  await page.locator("#copy-menu summary").click();
  await page.getByRole("button", { name: "A command for the terminal" }).waitFor();
  await page.locator("#copy-ways button").first().waitFor({ state: "hidden" });
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#copy-menu").getAttribute("open"), null);
}

/** Runs a copied test where the package is installed. */
function runTest(text, name) {
  const file = fileURLToPath(new URL("../shots/copied.test.mjs", import.meta.url));
  writeFileSync(file, text);
  try {
    const told = execFileSync(process.execPath, ["--test-reporter=spec", file], { encoding: "utf8" });
    assert.ok(told.includes(name), told);
  } finally {
    rmSync(file);
  }
}

const configText = (page) => page.evaluate(() => document.querySelector("hooksieve-preview").config);

/** Whatever is told to make an event fire makes it fire, in one step that undo takes back. */
export async function changesMade({ open, shoot }) {
  const page = await open();
  const apply = page.getByRole("button", { name: "Apply to the configuration" }).first();
  const attempt = page.getByRole("button", { name: "Try it on this event" }).first();
  let made = 0;
  for (const [sample, rows] of Object.entries({ dfns: 2, dakota: 1, cdp: 7, ark: 3, hooksieve: 3 })) {
    await page.selectOption("#sample", sample);
    await page.locator(`#list .row[data-outcome="does-not-fire"]`).first().waitFor();
    const before = await configText(page);
    const against = page.locator('#list .row[data-outcome="does-not-fire"]');
    await page.waitForTimeout(200);
    const events = await against.evaluateAll((all) => all.map(({ id }) => id));
    for (const event of events.slice(0, rows)) {
      await page.locator(`#${event}`).click();
      await apply.waitFor();
      await apply.click();
      await page.locator(`#${event}[data-outcome="fires"]`).waitFor();
      JSON.parse(await configText(page));
      await page.locator("#config .cm-content").press("Control+z");
      await page.locator(`#${event}[data-outcome="does-not-fire"]`).waitFor();
      assert.equal(await configText(page), before);
      await attempt.click();
      await page.locator(`#${event}[data-outcome="fires"]`).waitFor();
      await reads(page.locator("#event-state"), "edited here");
      assert.equal(await configText(page), before);
      await page.locator("#event .cm-content").press("Control+z");
      await page.locator(`#${event}[data-outcome="does-not-fire"]`).waitFor();
      made += 1;
    }
  }
  await shoot(page, "changes");
  // What is written around it stays: comments, quotes, spaces, other lines of NDJSON.
  const first = `{"id":"a","events":["t"]}`;
  const second = `{ id: 'b', // ours\n  "events" : ["t"], "labels": {"env": "prod", "zone": "eu" /* all */},\n  "conditions": [ {"key":"n","condition":"exists"}, {"key":"m","condition":"eq","value":1} ],}`;
  const event = `{"type":"u","labels":{"env":"dev"},"data":{"n":[1],"m":null}}`;
  for (const [text, expected] of [
    [second, `{ id: 'b', // ours\n  "events" : ["t", "u"], "labels": {"env": "dev" /* all */},\n  "conditions": [ {"key":"n","condition":"exists"}, {"key":"m","condition":"eq","value":null} ],}`],
    [`${first}\n{"id":"b","events":["u"],"labels":{"a/b":"x","env":"dev"}}`, `${first}\n{"id":"b","events":["u"],"labels":{"env":"dev"}}`],
  ]) {
    await page.evaluate(
      ([config, events]) => {
        const preview = document.querySelector("hooksieve-preview");
        preview.open({ config, pinned: config, events, dialect: "hooksieve" });
      },
      [text, event],
    );
    await reads(page.locator("#count"), "0 of 1 event fires");
    await apply.click();
    await reads(page.locator("#count"), "1 of 1 event fires");
    assert.equal(await configText(page), expected);
  }
  return `${made} events made to fire, from either side`;
}

/** One snippet is repaired as it is taken, and what was repaired is told. */
export async function snippets({ open }) {
  const page = await open();
  const texts = {
    "// ours\n{'kind':'policy.triggered', id: 'x',}":
      "1 event read from one event, repaired: a comment was passed over, ",
    '[\n  {"kind":"policy.triggered"},\n  {"kind":"wallet.created"}, // last\n]':
      "2 events read from an array",
    "curl https://a.example.com -d '{\n\"kind\":\"policy.triggered\"\n}'":
      "1 event read from one event, repaired: it is the body of a command.",
  };
  for (const [text, words] of Object.entries(texts)) {
    await take(page, text);
    await page.locator("#notice", { hasText: words }).waitFor();
    await reads(page.locator("#count"), /^1 of \d events? fires$/);
  }
  // Lines beside each other are no snippet: none of them is lost.
  await take(page, '{"kind":"policy.triggered"}\n{"kind":"wallet.created",}\nnot JSON');
  await reads(page.locator("#count"), "1 of 3 events fires");
  await take(page, "  ");
  await reads(page.locator("#notice"), "Nothing was pasted: these are the events from before.");
  await reads(page.locator("#count"), "1 of 3 events fires");
}

/** Those that cannot be decided are no part of those that do not fire. */
export async function reasonsTold({ open }) {
  const page = await open();
  const title = page.locator("#reasons h3");
  await reads(title, "Why 15 events do not fire");
  await page.selectOption("#sample", "cdp");
  await reads(title, "Why 7 events do not fire, and 1 event cannot be decided");
  await page.selectOption("#sample", "dfns");
  await reads(title, "Why 15 events do not fire");
  await take(page, '{"a":1}');
  await reads(title, "Why 1 event cannot be decided");
}

/** A place says what was checked there. */
export async function placesTold({ open }) {
  const page = await open();
  await page.locator("#list .row", { hasText: "policy.approval.pending" }).click();
  const place = page.locator("#event .cm-place-fail");
  await reads(place, '"policy.approval.pending"');
  assert.equal(await place.getAttribute("title"), '✗ "policy.approval.pending" is not in events');
  // A row has no room for a whole id.
  const row = page.locator("#list .row").first();
  await row.hover();
  assert.equal(await row.locator(".id").getAttribute("title"), "whe-00001-7h2kd-xxxxxxxxxxxxxxxx");
}

export async function emptyStates({ open, shoot }) {
  const page = await open();
  await page.getByRole("button", { name: /^Undecidable/ }).click();
  const says = () =>
    page.locator("#list .rows").evaluate((rows) => getComputedStyle(rows, "::before").content);
  assert.equal(await says(), '"Every event could be decided."');
  await page.getByRole("button", { name: /^Changed/ }).click();
  assert.equal(await says(), '"Your edit changes none of these events."');
  await page.locator("#find").fill("no such thing");
  assert.match(await says(), /No event has “no such thing” in its type or id/);
  await page.locator("#find").fill("");
  await take(page, "[]");
  await reads(page.locator("#count"), "0 of 0 events fire");
  assert.match(await says(), /No events yet\. Paste some here/);
  await shoot(page, "empty");
}
