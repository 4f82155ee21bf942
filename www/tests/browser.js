// The built page in a real Chromium, from a static server under a sub-path.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { executable } from "../../tests/js/browser.js";

export const dist = fileURLToPath(new URL("../dist/", import.meta.url));

/** Any path will do: the page's addresses are relative. */
const UNDER = "/some/where/";

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

async function serve(host) {
  const server = createServer(async (request, response) => {
    if (host.isDown) return request.socket.destroy();
    const { pathname } = new URL(request.url, "http://page.example");
    const name = pathname === UNDER ? "index.html" : pathname.slice(UNDER.length);
    try {
      if (!pathname.startsWith(UNDER)) throw new Error("not of the page");
      const body = host.instead.get(name) ?? (await readFile(dist + name));
      response.writeHead(200, { "content-type": TYPES[extname(name)] ?? "text/plain" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

/** The ids of what has the focus, from the document's tree inwards; editors have none inside. */
export const focus = (page) =>
  page.evaluate(() => {
    const ids = [];
    for (let at = document.activeElement; at != null; at = at.shadowRoot?.activeElement) {
      ids.push(at.id || at.className);
    }
    return ids;
  });

/**
 * Starts server and browser. `open` gives a fresh page, loaded and evaluated; whatever any
 * of them complains of, a refusal by the policy among it, is in `complaints`.
 */
export async function start() {
  // The host may be down, or have other files than were built.
  const host = { isDown: false, instead: new Map() };
  const server = await serve(host);
  const address = `http://127.0.0.1:${server.address().port}${UNDER}`;
  const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
  const chrome = await chromium.launch({ executablePath: executable(), args });
  const complaints = [];
  const open = async ({ fragment = "", ...options } = {}) => {
    const context = await chrome.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on("pageerror", (fault) => complaints.push(String(fault)));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("response", (response) => {
      if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
    });
    await page.goto(address + fragment);
    await page.locator("#list .row").first().waitFor();
    await page.locator("#why .verdict").first().waitFor();
    return page;
  };
  const stop = async () => {
    await chrome.close();
    server.close();
  };
  return { address, host, open, complaints, stop };
}
