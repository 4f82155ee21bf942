// The vectors in a page of a real Chromium, without a bundler, under a strict policy.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { chromium } from "playwright-core";
import { executable } from "../browser.js";
import { root, vectorFiles } from "../files.js";

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self'";

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
  ".json": "application/json",
  ".css": "text/css",
};

const page = `<!doctype html><html lang="en"><title>vectors</title>
<script type="module" src="/page.js"></script></html>`;

const script = `
import * as hooksieve from "/pkg/web.js";
import { runVectors } from "/tests/js/vectors.js";
await hooksieve.load();
globalThis.run = (files) => runVectors(hooksieve, files);
document.title = "ready";
`;

/**
 * Opens the page of a folder, with the files of `extra` beside it, under the policy, and
 * calls `act` with it. Anything that the page complains of is a failure.
 */
export async function inPage(folder, extra, act) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://page.example").pathname;
    try {
      const name = path === "/" ? "/index.html" : path;
      const body = extra[name] ?? (await readFile(folder + name));
      response.writeHead(200, {
        "content-type": TYPES[extname(name)] ?? "application/octet-stream",
        "content-security-policy": POLICY,
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await visit(`http://127.0.0.1:${server.address().port}/`, act);
  } finally {
    server.close();
  }
}

/** Opens an address and calls `act` with the page. */
export async function visit(address, act) {
  const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
  const chrome = await chromium.launch({ executablePath: executable(), args });
  try {
    const tab = await chrome.newPage();
    const complaints = [];
    tab.on("response", (response) => {
      const isMissing = response.status() === 404 && !response.url().endsWith("/favicon.ico");
      if (isMissing) complaints.push(`there is no ${response.url()}`);
    });
    tab.on("pageerror", (fault) => complaints.push(String(fault)));
    tab.on("console", (message) => {
      const isMissing = message.text().startsWith("Failed to load resource");
      if (message.type() === "error" && !isMissing) complaints.push(message.text());
    });
    await tab.goto(address);
    const result = await act(tab).catch((fault) => {
      throw new Error(`${fault.message}\n${complaints.join("\n")}`);
    });
    if (complaints.length > 0) throw new Error(complaints.join("\n"));
    return result;
  } finally {
    await chrome.close();
  }
}

export function run() {
  const extra = { "/index.html": page, "/page.js": script };
  return inPage(root, extra, async (tab) => {
    await tab.waitForFunction(() => document.title === "ready", null, { timeout: 30_000 });
    return tab.evaluate((files) => globalThis.run(files), vectorFiles());
  });
}
