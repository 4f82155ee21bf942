// What must stay on the machine, and what a link carries.

import assert from "node:assert/strict";
import { pasteConfig } from "./steps.js";

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
  const kept = await page.evaluate(() => JSON.stringify(localStorage));
  assert.deepEqual(Object.keys(JSON.parse(kept)), ["hooksieve.theme"]);
}
