// What must stay on the machine, and what a link carries.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { openFile, pasteConfig, reads } from "./steps.js";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/** A link of the first version, made once: it opens with every later one. */
const STORED =
  "#v1.vY5BbsIwEEWvEs06cRwWXXjfG7Bq3cXUHoiFcax4gFZR7l45DpUQO4SQvPr_e96bwICCSYeq0uCsBlVpuPRNp6Eu4Wn0Je2ZY1Jti9EJ-sFj9CTMcGz7YTik_zmdKXDKPz5zkKMLek8s0LA7I5Ndt7mKg3fmV_Do9nsac5Wbr_VWYuRTKvT3gN--DGaoIb7K2oz0LGdanItv1qVG5rNwcGGN7pBgkWnpNnLz1siukd1WSrU8IaX8uK5Qg5rmWYdbQndLuHd_gAE1WFBgdyHB_Ac";

export async function shareLink({ open }) {
  const page = await open();
  const config = {
    subscriptionId: "123e4567-e89b-12d3-a456-426614174000",
    eventTypes: ["onchain.activity.detected"],
    isEnabled: true,
    secret: SECRET,
    target: {
      url: `https://user:${SECRET}@api.example.com/`,
      headers: { Authorization: `Bearer ${SECRET}` },
    },
  };
  await pasteConfig(page, JSON.stringify(config, null, 2));
  await page.locator("#config .cm-masked").first().waitFor();
  const shown = await page.locator("#config .cm-content").innerText();
  assert.ok(!shown.includes(SECRET), "a secret is shown");
  assert.equal(await page.locator("#config .cm-masked").count(), 3);
  // Copying gives what is seen.
  await page.locator("#config .cm-content").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+c");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(copied.includes("subscriptionId") && !copied.includes(SECRET), "a secret is copied");
  await page.getByRole("button", { name: "Show secrets" }).click();
  assert.ok((await page.locator("#config .cm-content").innerText()).includes(SECRET));

  await page.locator("#list .row").nth(3).click();
  const headline = await page.locator("#count").innerText();
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.locator("#notice", { hasText: "Link copied" }).waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const fragment = new URL(link).hash;
  assert.match(fragment, /^#v1\.[A-Za-z0-9_-]+$/);
  const state = await page.evaluate(async (text) => {
    const base64 = text.slice(4).replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return new Response(inflated).text();
  }, fragment);
  assert.ok(!state.includes(SECRET), "a secret is shared");
  const other = await open({ fragment });
  assert.equal(await other.locator("#count").innerText(), headline);
  const opened = await other.locator("#config .cm-content").innerText();
  assert.ok(opened.includes("123e4567-e89b-12d3-a456-426614174000"));
  assert.ok(!opened.includes(SECRET));
}

/** Nor does the form show what the text hides, nor what is told of the events' keys. */
export async function formHides({ open }) {
  const page = await open();
  const config = {
    id: "a",
    events: ["t"],
    labels: { api_key: SECRET, env: "prod" },
    conditions: [{ key: "token", condition: "exists" }],
    target: { url: `https://a.example.com/x?token=${SECRET}` },
  };
  await page.evaluate(
    ([text, events]) => {
      const preview = document.querySelector("hooksieve-preview");
      preview.open({ config: text, pinned: text, events, dialect: "" });
    },
    [JSON.stringify(config, null, 2), JSON.stringify({ type: "t", data: { token: SECRET, n: 1 } })],
  );
  await page.getByRole("button", { name: "Both" }).click();
  await reads(page.locator("#count"), "0 of 1 event fires");
  await page.locator("#form-label-value-0").waitFor();
  const shown = () =>
    page.locator("#form").evaluate((form) => {
      const values = [...form.querySelectorAll("input, option")].map((one) => one.value + one.title);
      return form.innerText + values.join("\n");
    });
  await page.waitForTimeout(300);
  assert.ok(!(await shown()).includes(SECRET), "the form shows a secret");
  assert.equal(await page.locator("#form-url").inputValue(), "https://a.example.com/x?token=••••••");
  assert.equal(await page.locator("#form-label-value-0").inputValue(), "••••••");
  assert.equal(await page.locator("#form-label-value-1").inputValue(), "prod");
  // Over the key in the text.
  await page.locator("#config .cm-line", { hasText: '"key": "token"' }).getByText('"token"').hover();
  await reads(page.locator("#config .cm-meaning"), /in 1 of 1 events/);
  assert.ok(!(await page.locator("#config .cm-meaning").innerText()).includes(SECRET));
  assert.equal(await page.locator("#form-url").isEditable(), false);
  await page.locator("#reveal").click();
  assert.ok((await page.locator("#form-url").inputValue()).endsWith(SECRET));
  await page.locator("#form-url").fill("https://b.example.com/");
  await reads(page.locator("#config .cm-content"), /b\.example\.com/);
}

/** An explanation names values; where a label or a condition is on a secret, it hides them. */
export async function explanationHides({ open }) {
  const page = await open();
  const long = `${SECRET}${"x".repeat(200)}`;
  const config = {
    id: "a",
    events: ["t"],
    labels: { api_key: "other-than-that" },
    conditions: [
      { key: "token", condition: "eq", value: "q" },
      { key: "password", condition: "in", value: ["a", "b"] },
    ],
    target: { url: "https://a.example.com/" },
  };
  // Secrets that are words of the explanation itself break nothing.
  const words = { secret: "fail", auth_token: "label-differs", cookie: "does-not-fire" };
  const data = { token: long, password: [SECRET], ...words };
  const event = { type: "t", labels: { api_key: SECRET }, data };
  await page.evaluate(
    ([text, events]) => {
      const preview = document.querySelector("hooksieve-preview");
      preview.open({ config: text, pinned: text, events, dialect: "" });
    },
    [JSON.stringify(config, null, 2), JSON.stringify(event)],
  );
  await reads(page.locator("#why .sentence"), /label `api_key` is "••••••", not "••••••"/);
  const part = SECRET.slice(0, 12);
  for (const box of ["#why", "#event .cm-content", "#config .cm-content", "#problems"]) {
    assert.ok(!(await page.locator(box).innerHTML()).includes(part), `${box} shows a secret`);
  }
  await page.getByRole("button", { name: "Copy as Markdown" }).click();
  await page.locator("#notice", { hasText: "copied as Markdown" }).waitFor();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(!text.includes(part), "a secret is copied");
  // What is applied is the value itself.
  await page.getByRole("button", { name: "Apply to the configuration" }).click();
  await reads(page.locator("#count"), "1 of 1 event fires");
  const now = JSON.parse(await page.evaluate(() => document.querySelector("hooksieve-preview").config));
  assert.equal(now.labels.api_key, SECRET);
}

export async function ticket({ open }) {
  const page = await open();
  await page.getByRole("button", { name: "Your events…" }).click();
  const event = {
    headers: { Authorization: SECRET },
    body: { id: "whe-1", kind: "wallet.created" },
  };
  await page.locator("#intake-text").fill(JSON.stringify(event));
  await page.getByRole("button", { name: "Use these events" }).click();
  await page.locator("#event .cm-masked").waitFor();
  await page.getByRole("button", { name: "Copy as Markdown" }).click();
  await page.locator("#notice", { hasText: "copied as Markdown" }).waitFor();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(text, /^## wallet\.created \(whe-1\)/);
  assert.match(text, /- ✗ "wallet\.created" is not in events/);
  assert.ok(!text.includes(SECRET), "a secret is copied");
}

export async function storedLink({ open }) {
  const page = await open({ fragment: STORED });
  assert.equal(await page.locator("#count").innerText(), "1 of 2 events fires");
  assert.equal(await page.locator("#edit").innerText(), "Your edit lost 1.");
  await page.waitForTimeout(600);
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), [], "a link is kept");
}

export async function brokenLink({ open }) {
  const page = await open({ fragment: "#v1.AAAA" });
  await page.locator("#notice", { hasText: "cannot be read" }).waitFor();
  assert.equal(await page.locator("#count").innerText(), "9 of 24 events fire");
}

/** Refused by the policy, nothing asked of the network once loaded, and works without one. */
export async function silent({ open }) {
  const page = await open();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.context().setOffline(true);
  await page.selectOption("#sample", "cdp");
  await page.locator("#dialect option:checked", { hasText: "CDP" }).waitFor({ state: "attached" });
  await page.locator("#list .row").nth(2).click();
  await page.locator("#config .cm-content").click();
  await page.keyboard.type(" ");
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.locator("#notice").waitFor();
  await page.selectOption("#theme", "dark");
  assert.deepEqual(asked, []);
  const isRefused = await page.evaluate(
    () =>
      new Promise((resolve) => {
        document.addEventListener("securitypolicyviolation", () => resolve(true), { once: true });
        fetch("https://example.com/").then(
          () => resolve(false),
          () => {},
        );
      }),
  );
  assert.ok(isRefused, "the policy lets the page call another host");
}
silent.mayComplain = true;

export async function policy({ open }) {
  const page = await open();
  const content = await page
    .locator('meta[http-equiv="Content-Security-Policy"]')
    .getAttribute("content");
  assert.match(content, /default-src 'none'/);
  assert.match(content, /connect-src 'self'/);
  assert.ok(!content.includes("unsafe-inline"));
  assert.equal(await page.locator("script:not([src]), style, [style*='url']").count(), 0);
  // A sample that is only looked at leaves nothing behind.
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), []);
}

/** What is edited is there again at the next visit, without its secrets, until it is forgotten. */
export async function keptAndForgotten({ open }) {
  const page = await open();
  const forget = page.getByRole("button", { name: "Forget what is kept here" });
  assert.equal(await forget.isVisible(), false);
  const config = {
    url: "https://api.example.com/hooks",
    events: ["wallet.created", "policy.triggered"],
    status: "Enabled",
    secret: SECRET,
  };
  await pasteConfig(page, JSON.stringify(config, null, 2));
  await forget.waitFor();
  const headline = await page.locator("#count").innerText();
  const stored = () => page.evaluate(() => JSON.stringify(localStorage));
  await page.waitForFunction(() => JSON.stringify(localStorage).includes("wallet.created"));
  assert.ok(!(await stored()).includes(SECRET), "a secret is kept");
  assert.ok(!(await stored()).includes("whe-0000"), "events are kept");
  await page.reload();
  await page.locator("#notice", { hasText: "your configuration of last time" }).waitFor();
  await reads(page.locator("#count"), headline);
  await forget.click();
  await reads(page.locator("#count"), "9 of 24 events fire");
  assert.equal(await stored(), "{}");
  await page.reload();
  await reads(page.locator("#count"), "9 of 24 events fire");
  assert.equal(await page.locator("#notice").isVisible(), false);
}

/** What is too long for a link is saved as a file, which opens again. */
export async function savedFile({ open }) {
  const page = await open();
  await pasteConfig(page, JSON.stringify({ events: ["wallet.created"], status: "Enabled", secret: SECRET }));
  await page.getByRole("button", { name: "Pin this version" }).click();
  const events = Array.from({ length: 400 }, (_, at) => {
    const noise = createHash("sha512").update(String(at)).digest("hex");
    return JSON.stringify({ id: `e${at}`, kind: "wallet.created", data: { noise, token: SECRET } });
  });
  const buffer = Buffer.from(events.join("\n"));
  await openFile(page, { name: "e.ndjson", mimeType: "text/plain", buffer });
  await reads(page.locator("#count"), "400 of 400 events fire");
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.locator("#notice", { hasText: "a file is safer" }).waitFor();
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save file" }).click();
  const download = await downloading;
  assert.equal(download.suggestedFilename(), "hooksieve-preview.ndjson");
  const path = await download.path();
  const text = readFileSync(path, "utf8");
  assert.ok(!text.includes(SECRET), "a secret is saved");
  const [head, ...lines] = text.trim().split("\n");
  assert.equal(JSON.parse(head).hooksievePreview, 1);
  assert.equal(lines.length, 400);
  const other = await open();
  await openFile(other, path);
  await reads(other.locator("#count"), "400 of 400 events fire");
  await reads(other.locator("#edit"), /^As pinned/);
}

/** A file of the first version, as it was saved once: it opens with every later one. */
export async function storedFile({ open }) {
  const page = await open();
  const lines = [
    '{"hooksievePreview":1,"config":"{\\"events\\":[\\"policy.triggered\\"],\\"status\\":\\"Enabled\\"}","pinned":"{\\"events\\":[\\"policy.triggered\\",\\"wallet.created\\"],\\"status\\":\\"Enabled\\"}","dialect":"dfns"}',
    '{"id":"a","kind":"policy.triggered"}',
    '{"id":"b","kind":"wallet.created"}',
  ];
  const buffer = Buffer.from(lines.join("\n"));
  await openFile(page, { name: "preview.ndjson", mimeType: "application/x-ndjson", buffer });
  await reads(page.locator("#count"), "1 of 2 events fires");
  await reads(page.locator("#edit"), /^Your edit lost 1/);
  assert.equal(await page.locator("#dialect").inputValue(), "dfns");
}
