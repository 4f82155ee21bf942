// The form beside the text, and what the editor knows: every step on a fresh page.

import assert from "node:assert/strict";
import { focus } from "./browser.js";
import { reads } from "./steps.js";

const text = (page) => page.evaluate(() => document.querySelector("hooksieve-preview").config);

/** Puts a text in the place of the configuration, as a person pastes it. */
async function paste(page, words) {
  await page.locator("#config .cm-content").click();
  await page.keyboard.press("Control+a");
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), words);
  await page.keyboard.press("Control+v");
}

const form = (page) => page.getByRole("button", { name: "Form", exact: true }).click();

export async function ticked({ open }) {
  const page = await open();
  const before = await text(page);
  await form(page);
  const box = (name) => page.locator(`[id="type-${name}"]`);
  assert.equal(await page.locator("#form details input:checked").count(), 4);
  await reads(page.locator("#form summary", { hasText: "policy" }), /policy\s*1 of \d+/);
  await box("wallet.created").check();
  await reads(page.locator("#edit"), /^Your edit gained \d+\.$/);
  await box("wallet.transfer.requested").uncheck();
  await reads(page.locator("#edit"), /^Your edit gained \d+, lost 3\.$/);
  assert.equal((await focus(page)).at(-1), "type-wallet.transfer.requested");
  for (const name of [
    "wallet.transfer.confirmed",
    "wallet.blockchainevent.detected",
    "policy.triggered",
    "wallet.created",
  ]) {
    await box(name).uncheck();
  }
  await reads(page.locator("#count"), "0 of 24 events fire");
  for (let at = 0; at < 6; at += 1) await page.keyboard.press("Control+z");
  await reads(page.locator("#edit"), /^As pinned/);
  assert.equal(await text(page), before);
  // One of several lines keeps its line.
  await page.locator("#form-types-find").fill("key.cre");
  await box("key.created").check();
  assert.match(await text(page), /"policy\.triggered",\n    "key\.created"\n  \]/);
  await page.locator("#form-types-find").fill("nothing like it");
  await page.locator("#form", { hasText: "No event type has this in its name." }).waitFor();
}

/** Comments, order and spaces stay; form and text say the same, with one history. */
export async function bothWays({ open, shoot }) {
  const page = await open();
  const written = [
    "{",
    "  // the treasury's",
    '  "status":   "Enabled",',
    '  "events": ["wallet.created" /* first */, "policy.triggered"],',
    '  "url": "https://a.example.com/hooks", // theirs',
    "}",
  ].join("\n");
  await paste(page, written);
  await page.getByRole("button", { name: "Both" }).click();
  assert.equal(await page.locator("#form-url").inputValue(), "https://a.example.com/hooks");
  await page.locator("#form-enabled").uncheck();
  await reads(page.locator("#count"), "0 of 24 events fire");
  await page.locator('[id="type-policy.triggered"]').uncheck();
  await page.locator('[id="type-wallet.activated"]').check();
  await page.locator("#form-url").press("End");
  await page.locator("#form-url").pressSequentially("/x");
  const edited = written
    .replace('"Enabled"', '"Disabled"')
    .replace(', "policy.triggered"]', ', "wallet.activated"]')
    .replace("/hooks", "/hooks/x");
  assert.equal(await text(page), edited);
  assert.equal((await focus(page)).at(-1), "form-url", "typing keeps the focus");
  await page.locator("#form-global").check();
  assert.ok((await text(page)).includes(', "wallet.activated", "*"]'));
  await page.locator("#form", { hasText: "changes nothing" }).waitFor();
  await shoot(page, "form-both");
  // From the text into the form.
  const line = page.locator("#config .cm-line", { hasText: '"Disabled"' });
  await line.click();
  await page.keyboard.press("End");
  for (let at = 0; at < 11; at += 1) await page.keyboard.press("Backspace");
  await page.keyboard.type('"Enabled');
  await page.locator("#form-enabled:checked").waitFor();
  // All of it is one history, also from within the form.
  await page.locator("#form-url").focus();
  for (let at = 0; at < 40 && (await text(page)) !== written; at += 1) {
    await page.keyboard.press("Control+z");
  }
  assert.equal(await text(page), written);
  await page.keyboard.press("Control+Shift+z");
  assert.notEqual(await text(page), written);
}

export async function nativeForm({ open, shoot }) {
  const page = await open();
  await page.selectOption("#sample", "hooksieve");
  await reads(page.locator("#count"), "7 of 11 events fire");
  await form(page);
  await page.selectOption("#form-subscription", "1");
  await reads(page.locator("#form legend", { hasText: "Labels" }), /all must be on the event/);
  // What the events have is offered.
  const offered = (id) =>
    page.locator(`[id="${id}-options"] option`).evaluateAll((all) => all.map(({ value }) => value));
  assert.ok((await offered("form-label-key-0")).includes("env"));
  assert.ok((await offered("form-key-0")).includes("blockchainEvent.kind"));
  await page.locator("#form-label-value-0").fill("staging");
  await reads(page.locator("#edit"), "Your edit lost 1: production-deposits −1.");
  await page.getByRole("button", { name: "Remove label env" }).click();
  assert.match(await text(page), /"labels": \{\},/);
  await page.locator("#form-condition-more").click();
  await page.locator("#form-key-2").fill("blockchainEvent.amount");
  await page.selectOption("#form-operator-2", "between");
  await page.locator("#form-value-2-min").fill("1");
  await page.locator("#form-value-2-max").fill("90071992547409930001");
  const config = JSON.parse(await text(page));
  assert.deepEqual(config[1].conditions[2], {
    key: "blockchainEvent.amount",
    condition: "between",
    value: { min: 1, max: "90071992547409930001" },
  });
  await page.selectOption("#form-match", "any");
  assert.equal(JSON.parse(await text(page))[1].match, "any");
  await page.selectOption("#form-operator-2", "exists");
  await page.locator("#form", { hasText: "needs no value" }).waitFor();
  // A number that is half written is no edit yet, and is marked.
  await page.selectOption("#form-operator-0", "gt");
  await page.selectOption("#form-value-0-kind", "json");
  await page.locator("#form-value-0").fill("1.");
  assert.equal(await page.locator("#form-value-0").getAttribute("aria-invalid"), "true");
  await page.locator("#form-value-0").fill("1.5");
  assert.equal(JSON.parse(await text(page))[1].conditions[0].value, 1.5);
  await page.getByRole("button", { name: "Remove condition 3" }).click();
  assert.equal(JSON.parse(await text(page))[1].conditions.length, 2);
  await page.locator("#form-type-more").fill("policy.**");
  await page.locator("#form-type-more").press("Enter");
  assert.deepEqual(JSON.parse(await text(page))[1].events, [
    "wallet.blockchainevent.detected",
    "policy.**",
  ]);
  await page.locator("#form-condition-more").evaluate((more) => more.scrollIntoView());
  await shoot(page, "form-conditions");
  // Every other subscription is as it was, to the letter.
  const original = await page.evaluate(() => document.querySelector("hooksieve-preview").pinned);
  const rest = (all) => all.slice(all.indexOf('"id": "trouble"'));
  assert.equal(rest(await text(page)), rest(original));
}

export async function everyForm({ open, shoot }) {
  const page = await open();
  await form(page);
  await page.selectOption("#sample", "ark");
  await page.locator('[id="type-block.forged"]:checked').waitFor();
  await page.locator('[id="type-block.applied"]').check();
  assert.match(await text(page), /"event": "block\.applied",/);
  const operators = await page.locator("#form-operator-0 option").count();
  assert.equal(operators, 12);
  await shoot(page, "form-ark");
  await page.selectOption("#sample", "cdp");
  await page.locator("#form-label-key-0").waitFor();
  await page.locator("#form-enabled").uncheck();
  assert.match(await text(page), /"isEnabled": false,/);
  await shoot(page, "form-cdp");
  await page.selectOption("#sample", "dakota");
  await page.locator("#form-global").check();
  await page.locator("#form", { hasText: "Ignored while every type fires." }).waitFor();
  assert.match(await text(page), /"global": true,/);
  assert.equal(await page.locator("#form-enabled").count(), 0);
}

export async function beginsOne({ open }) {
  const page = await open();
  await form(page);
  await page.evaluate(() => (document.querySelector("hooksieve-preview").dialect = "dfns"));
  await page.getByRole("button", { name: "Text", exact: true }).click();
  await page.locator("#config .cm-content").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await reads(page.locator("#problems"), /the text is empty/);
  await form(page);
  await page.getByRole("button", { name: "Begin one" }).click();
  await page.locator("#form-url").fill("https://a.example.com/");
  await page.locator("#form summary", { hasText: "wallet" }).click();
  await page.locator('[id="type-wallet.created"]').check();
  await reads(page.locator("#count"), "1 of 24 events fires");
}

export async function repaired({ open, shoot }) {
  const page = await open();
  const snippet = `// ours\n{id:'a', events:['wallet.*'], conditions:[{key:'n',condition:'gt',value:10},{key:'n',condition:'lt',value:5},], secret: 'whsec_very-secret',}`;
  await paste(page, snippet);
  await reads(
    page.locator("#notice"),
    "Detected: hooksieve subscription · 1 secret hidden · read with repairs",
  );
  assert.ok(!(await page.locator("#config .cm-content").innerText()).includes("very-secret"));
  assert.equal(await text(page), snippet, "nothing is changed silently");
  // The linter's finding, with its proof; each step leads to its place.
  const finding = page.locator("#problems .problem", { hasText: "never matches" });
  await reads(finding.locator(".proof"), /must be greater than 10[\s\S]*must be less than 5/);
  await finding.getByRole("button", { name: "must be less than 5" }).click();
  assert.equal((await focus(page)).at(-2), "config");
  await shoot(page, "repair");
  await page.getByRole("button", { name: "Write it as plain JSON" }).click();
  await page.getByRole("button", { name: "Take the comment out" }).click();
  const config = JSON.parse(await text(page));
  assert.deepEqual(config.conditions[1], { key: "n", condition: "lt", value: 5 });
  assert.equal(config.secret, "whsec_very-secret");
  const curl = `curl -X PUT https://api.dfns.io/webhooks/wh-1 -H 'Authorization: Bearer eyJhbGciOi' \\\n  -H 'Content-Type: application/json' -d '{"url":"https://a.example.com/","events":["wallet.created"],"description":"it'\\''s","status":"Enabled"}'`;
  await paste(page, curl);
  await page.locator("#problems", { hasText: "curl command" }).waitFor();
  const shown = await page.locator("#config .cm-content").innerText();
  assert.ok(!shown.includes("eyJhbGciOi"), "the token of a command is shown");
  assert.ok(shown.includes("application/json"));
  await page.getByRole("button", { name: "Keep the body only" }).click();
  const body = JSON.parse(await text(page));
  assert.deepEqual([body.events, body.description], [["wallet.created"], "it's"]);
  await reads(page.locator("#count"), "1 of 24 events fires");
}

export async function knows({ open, shoot }) {
  const page = await open();
  await page.selectOption("#sample", "hooksieve");
  await reads(page.locator("#count"), "7 of 11 events fire");
  const label = (words) => page.locator("#config .cm-completionLabel", { hasText: words });
  const put = async (old, fresh) => {
    await page.locator("#config .cm-line", { hasText: old }).first().click();
    await page.keyboard.press("End");
    for (let at = 0; at < fresh.back; at += 1) await page.keyboard.press("Backspace");
    await page.keyboard.type(fresh.typed);
  };
  await put('"condition": "gte"', { back: 6, typed: '"gt' });
  await label("gte").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.type("e");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+Home");
  await put('"key": "transferRequest', { back: 37, typed: '"transferRequest.requestBody.am' });
  await label("transferRequest.requestBody.amount").waitFor();
  await shoot(page, "completion-keys");
  await page.keyboard.press("Enter");
  // Over an operator and over a key.
  const over = async (line, words) => {
    const place = page.locator("#config .cm-line", { hasText: line }).first().getByText(words);
    const { x, y, width, height } = await place.boundingBox();
    await page.mouse.move(x + width / 2, y + height / 2, { steps: 4 });
  };
  await over('"condition": "gte"', '"gte"');
  await reads(page.locator("#config .cm-meaning"), /gte[\s\S]*must be at least/);
  await page.mouse.move(0, 0);
  await over('"key": "transferRequest', '"transferRequest.requestBody.amount"');
  await reads(page.locator("#config .cm-meaning"), /in \d of 11 events[\s\S]*Seen:/);
}

/** The same list, as people write it. */
const LAYOUTS = [
  '{"url":"https://a.example.com","events":[],"status":"Enabled"}',
  '{ "events": ["wallet.created"] , "url": "https://a.example.com" }',
  '{\n  "url": "https://a.example.com",\n  "events": [\n    "wallet.created",\n    "key.created"\n  ]\n}',
  '{\n  /* one */ "events": [ // two\n    "wallet.created", // three\n    "key.created" // four\n    // five\n  ], // six\n  "url": "https://a.example.com" // seven\n}',
  "{events:['key.created','wallet.created',],url:'https://a.example.com',} // one",
];

const TYPES = ["wallet.created", "wallet.activated", "key.created", "policy.triggered"];

/** Whatever is ticked in whatever order: the text says just that, stays readable, keeps its comments. */
export async function manyTicks({ open }) {
  const page = await open();
  await form(page);
  let seed = 7;
  const random = (below) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  for (const layout of LAYOUTS) {
    await page.evaluate((words) => {
      const preview = document.querySelector("hooksieve-preview");
      preview.open({ config: words, pinned: words, events: preview.events, dialect: "dfns" });
    }, layout);
    const comments = layout.match(/one|two|three|four|five|six|seven/g) ?? [];
    const expected = new Set(TYPES.filter((type) => layout.includes(type)));
    const ticked = () =>
      page
        .locator("#form details input:checked")
        .evaluateAll((all) => all.map(({ id }) => id.slice("type-".length)).sort());
    await page.waitForFunction(
      (words) => document.querySelector("hooksieve-preview").config === words,
      layout,
    );
    await reads(page.locator("#form legend"), new RegExp(`${expected.size} listed`));
    for (let step = 0; step < 24; step += 1) {
      const type = TYPES[random(TYPES.length)];
      if (!expected.delete(type)) expected.add(type);
      // Found and pressed in one go: what the events hold may come and draw the form anew.
      await page.evaluate((id) => {
        const root = document.querySelector("hooksieve-preview").shadowRoot;
        root.querySelector(`[id="${id}"]`).click();
      }, `type-${type}`);
      await reads(page.locator("#form legend"), new RegExp(`${expected.size} listed`));
      const now = await text(page);
      assert.deepEqual(await ticked(), [...expected].sort(), now);
      for (const comment of comments) assert.ok(now.includes(comment), now);
    }
    // Dfns wants one type at least, and finds nothing else wrong.
    const errors = expected.size === 0 ? 1 : 0;
    await page.waitForFunction((many) => {
      const root = document.querySelector("hooksieve-preview").shadowRoot;
      return root.querySelectorAll('#problems [data-severity="error"]').length === many;
    }, errors);
  }
}
